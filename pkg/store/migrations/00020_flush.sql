-- Commits that say when all before them are on the disk write a row here. Only PostgreSQL uses it.
-- +goose Up
CREATE TABLE strata_flush (
  id BIGINT NOT NULL,
  count BIGINT NOT NULL,
  PRIMARY KEY (id)
);

-- +goose Down
DROP TABLE strata_flush;
