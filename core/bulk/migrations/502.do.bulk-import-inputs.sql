-- bulk: imports of files that are named instead of sent.
alter table bulk.import
  add column source text,   -- inputSource of the kick-off
  add column inputs jsonb;  -- [{ type, url, loaded, refused }]; null for an upload
comment on column bulk.import.source is 'privacy: open';
comment on column bulk.import.inputs is 'privacy: identifying'; -- addresses may be signed
