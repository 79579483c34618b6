-- What one person's machine must not lose, of one registry. Only ever added to: there is no source to rebuild it from.

-- In the order in which they were asked for.
create table if not exists outbox (
  place integer primary key,
  id text not null unique,
  created_at text not null,
  -- who asked, as JSON
  actor text not null,
  -- what is to be decided, as JSON: { operation, args }
  intent text not null,
  -- waiting: to be decided; tried: in the attempt; conflict: decided and refused; landed, unneeded: done, for whoever waits to be told
  state text not null check (state in ('waiting', 'tried', 'conflict', 'landed', 'unneeded')),
  -- 0 while something that it needs in the store is only on this machine
  ready integer not null,
  -- 1 once somebody else has asked for it too: whoever asked first cannot take it back any more
  shared integer not null default 0,
  -- where it landed
  seq integer,
  -- why it was refused, as JSON
  refusal text
) strict;

-- The one commit that may be in the log or not: where, and exactly what.
create table if not exists attempt (
  one integer primary key check (one = 1),
  id text not null,
  seq integer not null,
  bytes blob not null
) strict;

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

-- Single facts by name, such as when the log was last looked at.
create table if not exists note (
  name text primary key,
  value text not null
) strict, without rowid;
