-- terminology: closure tables that clients keep with our help ($closure). Theirs alone, by name.
create table terminology.closure (
  owner   text not null,            -- Actor.id
  name    text not null,
  version integer not null default 0,
  used    timestamptz not null,
  primary key (owner, name)
);
create table terminology.closure_concept (
  owner   text not null,
  name    text not null,
  system  text collate "C" not null,
  code    text collate "C" not null,
  version integer not null,         -- of the table, from which on it is in
  primary key (owner, name, system, code),
  foreign key (owner, name) references terminology.closure on delete cascade
);
comment on column terminology.closure.owner is 'privacy: open';
comment on column terminology.closure.name is 'privacy: open';
comment on column terminology.closure.version is 'privacy: open';
comment on column terminology.closure.used is 'privacy: open';
comment on column terminology.closure_concept.owner is 'privacy: open';
comment on column terminology.closure_concept.name is 'privacy: open';
-- Codes of some client's patients may be among them; whose they are is not.
comment on column terminology.closure_concept.system is 'privacy: open';
comment on column terminology.closure_concept.code is 'privacy: pseudonymous';
comment on column terminology.closure_concept.version is 'privacy: open';
