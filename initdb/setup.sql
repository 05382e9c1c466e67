-- The account that the connectors read with. Run on every shard by `pulumi up`, once for each captured table, and again
-- when this file, the tables or a password change; so every statement can be repeated.
-- Given: @cdc_password, @cdc_password_valid: whether the account takes it already, and @cdc_table, the captured table as
-- `database`.`table`.

SET @account = '''debezium''@''%''';

SET @statement = CONCAT('CREATE USER IF NOT EXISTS ', @account, ' IDENTIFIED BY ', QUOTE(@cdc_password));
PREPARE statement FROM @statement;
EXECUTE statement;

-- Another password: the old one stays valid until the connector uses the new one (components/mysql/discard-old-password.sql).
-- https://dev.mysql.com/doc/refman/9.7/en/password-management.html#dual-passwords
SET @statement = IF(@cdc_password_valid, 'DO 0',
  CONCAT('ALTER USER ', @account, ' IDENTIFIED BY ', QUOTE(@cdc_password), ' RETAIN CURRENT PASSWORD'));
PREPARE statement FROM @statement;
EXECUTE statement;
SET @cdc_password_valid = TRUE;

-- Its password and the rows travel encrypted; the connector verifies the server.
SET @statement = CONCAT('ALTER USER ', @account, ' REQUIRE SSL');
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
