-- What published registers of entries have in common lies in the schema of each: a row per version of an entry, from the
-- edition that brought it to the one that no longer has it. One function makes that table, so that all are alike.
create function registers.create_entries(place name, privacy text) returns void language plpgsql as $$
declare
  part text;
begin
  execute format('create schema %I', place);
  execute format($table$
    create table %I.entry (
      kind        text collate "C" not null,
      id          text collate "C" not null,
      since       int not null,
      -- The first edition without this version; null: it holds now.
      until       int,
      -- `kind/id` of what it belongs to.
      parent      text collate "C",
      name_folded text collate "C" not null,
      -- Other numbers by which it is found: `nip:5261040828`.
      keys        text[] collate "C" not null,
      words       tsvector not null,
      hash        text collate "C" not null,
      content     text not null,
      primary key (kind, id, since),
      check (until > since)
    )$table$, place);
  execute format('create unique index entry_now on %I.entry (kind, id) where until is null', place);
  execute format('create index entry_names on %I.entry (kind, name_folded, id)', place);
  execute format('create index entry_parent on %I.entry (parent, kind, id) where parent is not null', place);
  execute format('create index entry_words on %I.entry using gin (words) with (fastupdate = off)', place);
  execute format('create index entry_keys on %I.entry using gin (keys) with (fastupdate = off)', place);
  execute format('create index entry_since on %I.entry (since, kind, id)', place);
  execute format('create index entry_until on %I.entry (until, kind, id) where until is not null', place);
  foreach part in array array['kind', 'since', 'until', 'hash'] loop
    execute format('comment on column %I.entry.%I is %L', place, part, 'privacy: open');
  end loop;
  foreach part in array array['id', 'parent', 'name_folded', 'keys', 'words', 'content'] loop
    execute format('comment on column %I.entry.%I is %L', place, part, 'privacy: ' || privacy);
  end loop;
end $$;
