-- platform: what the installation itself must remember.
create schema if not exists platform;
create table platform.state (
  name  text primary key,
  value jsonb not null,
  at    timestamptz not null
);
comment on column platform.state.name is 'privacy: open';
comment on column platform.state.value is 'privacy: open';
comment on column platform.state.at is 'privacy: open';
