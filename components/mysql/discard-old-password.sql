-- Run on every shard when its connector has taken up the CDC account's new password: the old one ends here.
-- Given: @cdc_password.

-- Also when it was the old one, after a change that was interrupted and taken back.
SET @statement = CONCAT('ALTER USER ''debezium''@''%'' IDENTIFIED BY ', QUOTE(@cdc_password));
PREPARE statement FROM @statement;
EXECUTE statement;
DEALLOCATE PREPARE statement;

ALTER USER 'debezium'@'%' DISCARD OLD PASSWORD;
