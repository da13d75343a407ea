-- accounts: pages of which origins may show the profile in a frame, by the app that opens it (decision 0050).
alter table accounts.client
  add column frame_origins text[] collate "C" not null default '{}' check (cardinality(frame_origins) <= 10);
comment on column accounts.client.frame_origins is 'privacy: open';
