-- What one person's machine must not lose, of one registry. Only ever added to: there is no source to rebuild it from.

create table if not exists outbox (
  id text primary key,
  created_at text not null,
  -- what is to be decided, as JSON: { operation, args }
  intent text not null,
  -- open: may be in the log or not; conflict: decided again and refused
  state text not null check (state in ('open', 'conflict')),
  -- the last attempt: where, and exactly what; null before the first
  seq integer,
  bytes blob,
  -- the refusal of a conflict
  code text,
  message text,
  hint text
) strict, without rowid;

create table if not exists claim (
  one integer primary key check (one = 1),
  token integer not null,
  owner text,
  until integer not null
) strict;
insert or ignore into claim values (1, 0, null, 0);

-- Commits that were seen in the log, so that one that is gone or changed is noticed.
create table if not exists witness (
  seq integer primary key,
  hash text not null
) strict;

create table if not exists file_hash (
  path text primary key,
  size integer not null,
  mtime text not null,
  ctime text not null,
  inode text not null,
  sha256 text not null
) strict, without rowid;

create table if not exists upload (
  key text primary key,
  -- how far it has come, as JSON
  state text not null
) strict, without rowid;
