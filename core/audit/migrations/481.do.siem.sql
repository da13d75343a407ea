-- audit: how far each receiver outside (a SIEM) has been told of the trail.
create table audit.shipped (
  receiver text primary key,              -- address of the receiver
  seal     bigint not null,               -- everything up to and with this seal has been handed over
  at       timestamptz not null
);
comment on column audit.shipped.receiver is 'privacy: open';
comment on column audit.shipped.seal is 'privacy: open';
comment on column audit.shipped.at is 'privacy: open';
