-- terminology: concepts of code systems, value sets and concept maps, laid out for one-probe answers. Decision 0015 says why.
create schema terminology;

-- A version of a code system (or a supplement to one). Several versions and origins of one url stand side by side.
create table terminology.code_system (
  id             integer generated always as identity primary key,
  url            text collate "C" not null,
  version        text collate "C" not null,    -- '' when it names none
  rank           integer not null default 0,   -- order among those of the same url: the lowest is meant when no version is asked
  source         text not null,                -- record | import | shipped
  resource       text collate "C",             -- id of the CodeSystem in the record, when it came from there
  content        text not null,                -- complete | fragment | example | not-present | supplement
  case_sensitive boolean not null,
  hierarchical   boolean not null,
  supplements    text collate "C",             -- url of the code system that this one supplements
  value_set      text collate "C",             -- url of the value set of all its codes
  concepts       integer not null,
  header         jsonb not null,               -- name, title, status, language, copyright, definitions of properties
  loaded         timestamptz not null,
  ready          boolean not null              -- false while an import is under way: nobody sees it
);
create index code_system_url on terminology.code_system (url, rank);
create index code_system_supplements on terminology.code_system (supplements) where supplements is not null;
create index code_system_value_set on terminology.code_system (value_set) where value_set is not null;
create unique index code_system_resource on terminology.code_system (resource) where resource is not null;

-- A concept. Its id is made of its system and its place there, so the concepts of a system are one range in order.
create table terminology.concept (
  id           bigint primary key,             -- code_system.id * 2^24 + place, from 1
  system       integer not null,
  key          text collate "C" not null,      -- the code; in lower case where the system does not tell cases apart
  code         text collate "C" not null,
  display      text,
  folded       text collate "C" not null,      -- display, designations and code without case and diacritics
  words        tsvector not null,              -- the words of it
  inactive     boolean not null,
  abstract     boolean not null,
  parents      bigint[] not null,
  lineage      bigint[] not null,              -- the concept, all that is above it, and code_system.id * 2^24
  definition   text,
  designations jsonb not null,
  properties   jsonb not null
);
create unique index concept_key on terminology.concept (system, key);
-- is-a, and text within a system or below a concept, in one index.
create index concept_lineage on terminology.concept using gin (lineage, words) with (gin_pending_list_limit = 1024);
create index concept_parents on terminology.concept using gin (parents) with (gin_pending_list_limit = 1024);

create table terminology.value_set (
  id       integer generated always as identity primary key,
  url      text collate "C" not null,
  version  text collate "C" not null,
  rank     integer not null default 0,
  source   text not null,
  resource text collate "C",
  content  jsonb not null,                     -- name, title, status, compose, expansion where there is no compose
  loaded   timestamptz not null
);
create index value_set_url on terminology.value_set (url, rank);
create unique index value_set_resource on terminology.value_set (resource) where resource is not null;

create table terminology.concept_map (
  id           integer generated always as identity primary key,
  url          text collate "C" not null,
  version      text collate "C" not null,
  rank         integer not null default 0,
  source       text not null,
  resource     text collate "C",
  source_scope text collate "C",               -- value set or code system that it maps from, and to
  target_scope text collate "C",
  header       jsonb not null,                 -- name, title, status, what to do with unmapped codes, by group
  loaded       timestamptz not null
);
create index concept_map_url on terminology.concept_map (url, rank);
create unique index concept_map_resource on terminology.concept_map (resource) where resource is not null;

create table terminology.mapping (
  map            integer not null,
  place          integer not null,
  section        integer not null,             -- ConceptMap.group, from 0
  source_system  text collate "C" not null,
  source_code    text collate "C" not null,
  target_system  text collate "C" not null,
  target_code    text collate "C",             -- null: it is said that there is none
  equivalence    text not null,
  detail         jsonb not null,               -- displays, comment, dependsOn, product
  primary key (map, place)
);
create index mapping_source on terminology.mapping (source_system, source_code, map);
create index mapping_target on terminology.mapping (target_system, target_code, map);

do $$
declare
  c record;
begin
  for c in
    select t.relname, a.attname from pg_attribute a join pg_class t on t.oid = a.attrelid
    where t.relnamespace = 'terminology'::regnamespace and t.relkind = 'r' and a.attnum > 0
  loop
    -- Vocabularies are published works, nobody's data.
    execute format('comment on column terminology.%I.%I is %L', c.relname, c.attname, 'privacy: open');
  end loop;
end $$;
