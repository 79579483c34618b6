-- Tables over the events of the log. Disposable: rebuilt from the log when this file or project.ts changes.

create table commits (
  seq integer primary key,
  id text not null,
  at text not null,
  name text not null,
  email text not null,
  client text not null,
  hash text not null,
  -- Whether a key of the actor's, by the policies then in force, signed it.
  signed integer not null default 0,
  problem text
) strict;
create index commit_id on commits (id);
create index commit_problem on commits (seq) where problem is not null;

-- With a rowid: without one, a body of over a kilobyte would take a page of its own.
create table event (
  seq integer not null,
  n integer not null,
  type text not null,
  model text,
  version text,
  problem text,
  -- Why it has no effect, where nobody signed it who may say such things.
  distrust text,
  -- Last, because it may be long, and what comes after it is as far away.
  body text not null,
  primary key (seq, n)
) strict;
create index event_problem on event (seq) where problem is not null;
create index event_distrust on event (seq) where distrust is not null;
create index event_card on event (version) where type = 'card.saved';

-- The policies that were applied; the last ones are in force.
create table policy (
  seq integer not null,
  n integer not null,
  body text not null,
  primary key (seq, n)
) strict;

create table feature (
  name text primary key,
  seq integer not null
) strict, without rowid;

create table model (
  name text primary key,
  created_at text not null,
  description text not null,
  versions integer not null default 0,
  changed_at text not null,
  seq integer not null,
  n integer not null
) strict, without rowid;

create table model_tag (
  model text not null,
  name text not null,
  value text not null,
  primary key (model, name)
) strict, without rowid;

-- What was said of a model from its creation on, event by event.
create table model_change (
  model text not null,
  seq integer not null,
  n integer not null,
  description text,
  tags text,
  primary key (model, seq, n)
) strict, without rowid;

create table version (
  key integer primary key,
  id text not null unique,
  model text not null,
  number integer not null,
  at text not null,
  author text not null,
  email text not null,
  digest text not null,
  run text,
  -- The commit that it was built from.
  code text,
  label text,
  description text not null default '',
  stage text not null default 'none',
  entered_seq integer,
  entered_n integer,
  files integer not null,
  bytes integer not null,
  storage_class text,
  seq integer not null,
  n integer not null,
  unique (model, number)
) strict;
create unique index version_label on version (model, label) where label is not null;
create index version_seq on version (seq, n);

create table version_tag (
  version integer not null,
  name text not null,
  value text not null,
  primary key (version, name)
) strict, without rowid;

create table param (
  version integer not null,
  name text not null,
  value any,
  primary key (version, name)
) strict, without rowid;

-- The latest value of each metric, slice and dataset. SQLite keeps infinities but not NaN: null stands for it.
create table metric (
  version integer not null,
  name text not null,
  slice text not null,
  dataset text not null,
  value real,
  seq integer not null,
  -- How uncertain it is, as JSON, where that is known.
  more text,
  primary key (version, name, slice, dataset)
) strict, without rowid;

create table parent (
  version integer not null,
  parent text not null,
  model text not null,
  relation text not null,
  primary key (version, parent, relation)
) strict, without rowid;

-- What it was trained on: the digest of the data, or its name where it has none.
create table version_data (
  version integer not null,
  data text not null,
  seq integer not null,
  primary key (version, data)
) strict, without rowid;

create table alias (
  model text not null,
  name text not null,
  version integer not null,
  primary key (model, name)
) strict, without rowid;

-- Who held a stage, as a stack; the greatest depth is the present holder.
create table holder (
  model text not null,
  stage text not null,
  depth integer not null,
  version integer not null,
  primary key (model, stage, depth)
) strict, without rowid;

-- Every change of a version's stage, also by being displaced.
create table stage_change (
  version integer not null,
  seq integer not null,
  n integer not null,
  model text not null,
  stage text not null,
  primary key (version, seq, n)
) strict, without rowid;

-- Every change of a label; null where it was taken away. Labels that were not to be had are no change.
create table label_change (
  version integer not null,
  seq integer not null,
  n integer not null,
  model text not null,
  label text,
  primary key (version, seq, n)
) strict, without rowid;

-- Every change of an alias; version is null where it was removed.
create table alias_change (
  model text not null,
  name text not null,
  seq integer not null,
  n integer not null,
  version integer,
  primary key (model, name, seq, n)
) strict, without rowid;

-- Every change of a rollout; version is null where it ended.
create table rollout_change (
  model text not null,
  stage text not null,
  seq integer not null,
  n integer not null,
  version integer,
  percent real not null,
  primary key (model, stage, seq, n)
) strict, without rowid;

-- What serving environments said they run; the last one of each is what is known of it.
create table deployment (
  model text not null,
  environment text not null,
  seq integer not null,
  n integer not null,
  version integer not null,
  stage text,
  primary key (model, environment, seq, n)
) strict, without rowid;

create table dataset (
  name text not null,
  digest text not null,
  version text,
  uri text,
  size integer,
  seq integer not null,
  primary key (name, digest)
) strict, without rowid;

create table run (
  id text primary key,
  name text,
  experiment text,
  status text,
  started_at text,
  ended_at text,
  seq integer not null,
  n integer not null
) strict, without rowid;
