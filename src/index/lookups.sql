-- Indices that queries are quick with, and that nothing is wrong without: they are made after the tables are filled.

create index commit_at on commits (at);
create index event_model on event (model, seq, n);
create index event_run on event (body ->> 'run', seq, n)
  where type = 'run.recorded' and problem is null and distrust is null;
create index event_version on event (version, seq, n) where version is not null;
create index stage_change_model on stage_change (model, stage, seq, n);
create index label_change_label on label_change (model, label, seq, n);
create index version_model on version (model, seq, n, number);
create index version_stage on version (model, stage, entered_seq, entered_n);
create index version_tag_value on version_tag (name, value);
create index param_value on param (name, value);
create index metric_value on metric (name, value);
create index parent_child on parent (parent);
create index alias_version on alias (version);
create index version_data_used on version_data (data, seq);
create index version_code on version (code, seq) where code is not null;
create index version_run on version (run, seq) where run is not null;
