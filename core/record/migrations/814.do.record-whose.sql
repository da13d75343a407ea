-- record: whose a row is, told from its key, for statements that search across patients and tell the trail in one. The same
-- arithmetic as core/record/keys.ts and compartment.ts, which the tests hold together.

-- The id of the resource that owns a compartment: 2 bits of nothing, 48 of time, 1 unused, the 63 of the key, 16 of nothing, five
-- bits a letter. 1577836800000: keys count milliseconds from 2020 on.
create function record.owner_id(key bigint) returns text language sql immutable strict parallel safe as $$
  select string_agg(substr('0123456789abcdefghjkmnpqrstvwxyz', 1 + (w.bits >> (5 * n.place) & 31)::int, 1), '' order by w.part, n.place desc)
  from (values (1, (key >> 21) + 1577836800000, 9), (2, key >> 4, 11), (3, (key & 15) << 16, 3)) w(part, bits, most)
  cross join lateral generate_series(0, w.most) n(place)
$$;

-- True when a row that is no Patient lies in a compartment of its own: it is nobody's.
create function record.is_own(type text, id text, key bigint) returns boolean language sql immutable strict parallel safe as $$
  select case
    when key < 4611686018427387904 then right(id, 3) = '000' and record.owner_id(key) = id
    else id !~ '^0[0-9a-hjkmnp-tv-z]{25}$' and key = 4611686018427387904 | (4611686018427387903 &
      ('x' || left(encode(sha256(convert_to(type || '/' || id, 'UTF8')), 'hex'), 16))::bit(64)::bigint)
  end
$$;
