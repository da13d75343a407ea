-- audit: how far each follower inside the platform (detection) has read the trail, and who reads for it now.
create table audit.follower (
  name       text primary key,
  xid        xid8 not null,                -- everything up to (xid, sequence) in commit order has been handed over
  sequence   bigint not null,
  holder     text not null default '',     -- the process that follows; others take over when it is silent
  held_until timestamptz not null default '-infinity',
  moved      timestamptz not null
);
comment on column audit.follower.name is 'privacy: open';
comment on column audit.follower.xid is 'privacy: open';
comment on column audit.follower.sequence is 'privacy: open';
comment on column audit.follower.holder is 'privacy: open';
comment on column audit.follower.held_until is 'privacy: open';
comment on column audit.follower.moved is 'privacy: open';
