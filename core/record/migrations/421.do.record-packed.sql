-- record: rows of half the size. Decision 0018 says why, with figures.

-- The text of packed bytes (libs/fhir/packing), for the few questions that SQL asks of the content itself. Reading 240
-- packed bytes this way takes a tenth of a millisecond; whatever Node reads is unpacked there, a hundred times faster.
create function record.text(packed bytea) returns text language plpgsql immutable strict parallel safe as $$
declare
  words bytea;
  plain bytea := '';
  piece bytea;
  place int := 2;
  token int;
  size int;
  more int;
  distance int;
begin
  if get_byte(packed, 0) <> 245 then
    raise exception 'these are no packed bytes';
  end if;
  if get_byte(packed, 1) = 0 then
    return convert_from(substr(packed, 3), 'UTF8');
  end if;
  -- Joined to nothing, it is unfolded once and not at every use.
  select bytes || '\x'::bytea into strict words from record.dictionary where number = get_byte(packed, 1);
  -- https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md
  loop
    token := get_byte(packed, place);
    place := place + 1;
    size := token >> 4;
    if size = 15 then
      loop
        more := get_byte(packed, place);
        place := place + 1;
        size := size + more;
        exit when more < 255;
      end loop;
    end if;
    plain := plain || substr(packed, place + 1, size);
    place := place + size;
    exit when place >= length(packed);
    distance := get_byte(packed, place) + 256 * get_byte(packed, place + 1);
    place := place + 2;
    size := (token & 15) + 4;
    if size = 19 then
      loop
        more := get_byte(packed, place);
        place := place + 1;
        size := size + more;
        exit when more < 255;
      end loop;
    end if;
    more := distance - length(plain);
    if more > 0 then
      piece := substr(words, length(words) - more + 1, least(more, size));
      plain := plain || piece;
      size := size - length(piece);
    end if;
    while size > 0 loop
      piece := substr(plain, length(plain) - distance + 1, least(distance, size));
      plain := plain || piece;
      size := size - length(piece);
    end loop;
  end loop;
  return convert_from(plain, 'UTF8');
end $$;

-- What is there already stays as it is, marked as plain, until it is written anew.
alter table record.resource alter content type bytea using '\xf500'::bytea || convert_to(content, 'UTF8');
alter table record.history alter content type bytea using '\xf500'::bytea || convert_to(content, 'UTF8');

-- The resources of one transaction share type and time: without the id they share an index entry too (118 bytes a resource
-- become 12).
drop index record.resource_type;
create index resource_type on record.resource (type, updated);

-- Nothing relies on these being unique: a row's tokens and words are a set, and an update adds only those that are new. Without
-- the id an entry is a third shorter.
alter table record.lookup drop constraint lookup_pkey;
create index lookup_token on record.lookup (token, type, starts, patient);
alter table record.word drop constraint word_pkey;
create index word_text on record.word (type, word, patient);
