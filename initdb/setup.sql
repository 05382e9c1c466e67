-- The account that the connectors read with. Run on every shard by `pulumi up`, once for each captured table, and again
-- when this file, the tables or the password change; so every statement can be repeated.
-- Given: @cdc_password, and @cdc_table, the captured table as `database`.`table`.

SET @account = '''debezium''@''%''';

SET @statement = CONCAT('CREATE USER IF NOT EXISTS ', @account, ' IDENTIFIED BY ', QUOTE(@cdc_password));
PREPARE statement FROM @statement;
EXECUTE statement;

-- Changes the password of an account that was there before.
SET @statement = CONCAT('ALTER USER ', @account, ' IDENTIFIED BY ', QUOTE(@cdc_password));
PREPARE statement FROM @statement;
EXECUTE statement;

-- REPLICATION: read the binlog and its position. FLUSH_TABLES: the lock under which a snapshot reads the position; it
-- stands for RELOAD, which could do more. Nothing may be written.
SET @statement = CONCAT('GRANT REPLICATION SLAVE, REPLICATION CLIENT, FLUSH_TABLES ON *.* TO ', @account);
PREPARE statement FROM @statement;
EXECUTE statement;

SET @statement = CONCAT('GRANT SELECT ON ', @cdc_table, ' TO ', @account);
PREPARE statement FROM @statement;
EXECUTE statement;

DEALLOCATE PREPARE statement;
