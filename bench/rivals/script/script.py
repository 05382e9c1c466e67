"""Follows the binlog of one MySQL shard and writes the rows of one table to a search index, every 100 ms.

What a team writes on an afternoon: no buffer, no replay, no schema history. It is written to be fast, and keeps its position, so
that it can be started again.
"""

import json
import os
import sys
import threading
import time
from datetime import date, datetime

import pymysql
from opensearchpy import OpenSearch
from pymysqlreplication import BinLogStreamReader
from pymysqlreplication.event import GtidEvent, XidEvent
from pymysqlreplication.row_event import DeleteRowsEvent, UpdateRowsEvent, WriteRowsEvent

FLUSH_SECONDS = 0.1
CHUNK = 5000
mysql, database, index, position_file, server_id, search_url = map(json.loads, sys.argv[1:7])
search = OpenSearch(search_url, timeout=60)
lock = threading.Lock()
actions = []  # lines of the bulk API that are not sent yet
position = ""  # the GTIDs up to which `actions` go


def document(names, values):
    texts = (v.isoformat() + "Z" if isinstance(v, (date, datetime)) else v for v in values)
    return json.dumps(dict(zip(names, texts)), default=str, ensure_ascii=False)


def send(lines):
    answer = search.bulk(body="\n".join(lines) + "\n", index=index)
    failed = [i for i in answer["items"] for a in i.values() if a["status"] >= 300 and a["status"] != 404]
    if answer["errors"] and failed:
        sys.exit(f"bulk: {failed[0]}")


def flush():
    global actions
    with lock:
        lines, reached, actions = actions, position, []
    for start in range(0, len(lines), CHUNK):
        send(lines[start : start + CHUNK])
    if reached:
        with open(position_file + ".new", "w") as file:
            file.write(reached)
        os.replace(position_file + ".new", position_file)


def flush_for_ever():
    try:
        while True:
            started = time.monotonic()
            flush()
            time.sleep(max(0.0, started + FLUSH_SECONDS - time.monotonic()))
    finally:
        os._exit(1)  # whatever starts us again goes on from the position


def snapshot(connection, names):
    with connection.cursor(pymysql.cursors.SSCursor) as rows:
        rows.execute(f"SELECT * FROM {database}.products")
        while chunk := rows.fetchmany(CHUNK):
            lines = []
            for row in chunk:
                lines += ['{"index":{"_id":"%s"}}' % row[0], document(names, row)]
            send(lines)


connection = pymysql.connect(**mysql, charset="utf8mb4")
with connection.cursor() as cursor:
    # The binlog has no names of columns.
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = %s AND table_name = 'products'"
        " ORDER BY ordinal_position",
        (database,),
    )
    names = [name for (name,) in cursor]
    if os.path.exists(position_file):
        position = open(position_file).read()
    else:
        cursor.execute("SELECT REPLACE(@@GLOBAL.gtid_executed, '\\n', '')")
        (position,) = cursor.fetchone()
        snapshot(connection, names)
connection.close()
known = dict(part.split(":", 1) for part in position.split(",") if part)
threading.Thread(target=flush_for_ever).start()
stream = BinLogStreamReader(
    connection_settings=mysql,
    server_id=server_id,
    auto_position=position or None,
    blocking=True,
    only_schemas=[database],
    only_tables=["products"],
    only_events=[GtidEvent, XidEvent, WriteRowsEvent, UpdateRowsEvent, DeleteRowsEvent],
)
try:
    for event in stream:
        if isinstance(event, GtidEvent):
            server, number = event.gtid.split(":")
        elif isinstance(event, XidEvent):
            known[server] = f"1-{number}"
            with lock:
                position = ",".join(":".join(part) for part in known.items())
        else:
            lines = []
            for row in event.rows:
                values = list(row.get("after_values", row.get("values")).values())
                if isinstance(event, DeleteRowsEvent):
                    lines.append('{"delete":{"_id":"%s"}}' % values[0])
                else:
                    lines += ['{"index":{"_id":"%s"}}' % values[0], document(names, values)]
            with lock:
                actions += lines
finally:
    os._exit(1)
