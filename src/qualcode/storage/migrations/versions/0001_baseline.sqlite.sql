-- Every table of schema 1 for sqlite; never changed after its release.

CREATE TABLE attribute (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  guid VARCHAR(36) NOT NULL,
  name VARCHAR(200) NOT NULL,
  "of" VARCHAR(8) NOT NULL,
  type VARCHAR(16) NOT NULL,
  "order" TEXT,
  unit VARCHAR(40),
  identifies VARCHAR(12) DEFAULT 'indirectly' NOT NULL,
  printed VARCHAR(12) DEFAULT 'as is' NOT NULL,
  bands TEXT,
  rank INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT uq_attribute_of_name UNIQUE ("of", name),
  CONSTRAINT uq_attribute_guid UNIQUE (guid)
);

CREATE TABLE coder (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  guid VARCHAR(36) NOT NULL,
  name VARCHAR(200) NOT NULL,
  initials VARCHAR(8) NOT NULL,
  colour VARCHAR(7),
  kind VARCHAR(16) DEFAULT 'person' NOT NULL,
  removed INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT uq_coder_guid UNIQUE (guid),
  CONSTRAINT uq_coder_name UNIQUE (name)
);

CREATE TABLE desk_import_profile (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  name VARCHAR(200) NOT NULL,
  choices TEXT NOT NULL,
  CONSTRAINT uq_desk_import_profile_name UNIQUE (name)
);

CREATE TABLE link (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  guid VARCHAR(36) NOT NULL,
  name TEXT DEFAULT '' NOT NULL,
  direction VARCHAR(16),
  colour VARCHAR(7),
  origin_table VARCHAR(40),
  origin_guid VARCHAR(36),
  target_table VARCHAR(40),
  target_guid VARCHAR(36),
  CONSTRAINT uq_link_guid UNIQUE (guid)
);

CREATE TABLE output (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  name VARCHAR(200) NOT NULL,
  definition TEXT NOT NULL,
  sha256 VARCHAR(64),
  built_at VARCHAR(24),
  CONSTRAINT uq_output_name UNIQUE (name)
);

CREATE TABLE participant_case (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  guid VARCHAR(36) NOT NULL,
  name VARCHAR(200) NOT NULL,
  kind VARCHAR(16) NOT NULL,
  rank INTEGER DEFAULT '0' NOT NULL,
  may_quote INTEGER DEFAULT '1' NOT NULL,
  may_share INTEGER DEFAULT '1' NOT NULL,
  withdrawn INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT uq_participant_case_guid UNIQUE (guid),
  CONSTRAINT uq_participant_case_name UNIQUE (name)
);

CREATE TABLE raw_part (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  owner_table VARCHAR(40) NOT NULL,
  owner_guid VARCHAR(36) NOT NULL,
  rank INTEGER NOT NULL,
  kind VARCHAR(40) NOT NULL,
  content TEXT NOT NULL
);

CREATE TABLE recommendation (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  guid VARCHAR(36) NOT NULL,
  text TEXT DEFAULT '' NOT NULL,
  rank INTEGER NOT NULL,
  removed INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT uq_recommendation_guid UNIQUE (guid)
);

CREATE TABLE report_answer (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  report VARCHAR(20) NOT NULL,
  item VARCHAR(40) NOT NULL,
  answer TEXT DEFAULT '' NOT NULL,
  CONSTRAINT uq_report_answer_report_item UNIQUE (report, item)
);

CREATE TABLE "set" (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  guid VARCHAR(36) NOT NULL,
  name TEXT DEFAULT '' NOT NULL,
  description TEXT DEFAULT '' NOT NULL,
  CONSTRAINT uq_set_guid UNIQUE (guid)
);

CREATE TABLE source (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  guid VARCHAR(36) NOT NULL,
  number INTEGER NOT NULL,
  name VARCHAR(400) NOT NULL,
  kind VARCHAR(20) DEFAULT 'interview' NOT NULL,
  revision INTEGER NOT NULL,
  words INTEGER DEFAULT '0' NOT NULL,
  date VARCHAR(10),
  minutes INTEGER,
  interviewer VARCHAR(200),
  mode VARCHAR(40),
  pilot INTEGER DEFAULT '0' NOT NULL,
  rank INTEGER DEFAULT '0' NOT NULL,
  removed INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT uq_source_guid UNIQUE (guid)
);

CREATE UNIQUE INDEX uq_source_live_name ON source (name) WHERE removed = 0;

CREATE TABLE case_source (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "case" INTEGER NOT NULL,
  source INTEGER NOT NULL,
  CONSTRAINT uq_case_source_case_source UNIQUE ("case", source),
  CONSTRAINT fk_case_source_case_participant_case FOREIGN KEY("case") REFERENCES participant_case (id),
  CONSTRAINT fk_case_source_source_source FOREIGN KEY(source) REFERENCES source (id)
);

CREATE INDEX ix_case_source_case ON case_source ("case");

CREATE INDEX ix_case_source_source ON case_source (source);

CREATE TABLE change_set (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  guid VARCHAR(36) NOT NULL,
  verb VARCHAR(40) NOT NULL,
  coder INTEGER NOT NULL,
  at VARCHAR(24) NOT NULL,
  reason TEXT DEFAULT '' NOT NULL,
  what TEXT DEFAULT '' NOT NULL,
  undoes INTEGER,
  CONSTRAINT uq_change_set_guid UNIQUE (guid),
  CONSTRAINT fk_change_set_coder_coder FOREIGN KEY(coder) REFERENCES coder (id),
  CONSTRAINT fk_change_set_undoes_change_set FOREIGN KEY(undoes) REFERENCES change_set (id)
);

CREATE INDEX ix_change_set_coder ON change_set (coder);

CREATE INDEX ix_change_set_undoes ON change_set (undoes);

CREATE TABLE codebook_version (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  guid VARCHAR(36) NOT NULL,
  name VARCHAR(200) NOT NULL,
  note TEXT DEFAULT '' NOT NULL,
  snapshot TEXT NOT NULL,
  made_by INTEGER NOT NULL,
  made_at VARCHAR(24) NOT NULL,
  CONSTRAINT uq_codebook_version_guid UNIQUE (guid),
  CONSTRAINT fk_codebook_version_made_by_coder FOREIGN KEY(made_by) REFERENCES coder (id)
);

CREATE INDEX ix_codebook_version_made_by ON codebook_version (made_by);

CREATE TABLE desk_note (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  coder INTEGER,
  name VARCHAR(80) NOT NULL,
  content TEXT NOT NULL,
  CONSTRAINT uq_desk_note_coder_name UNIQUE (coder, name),
  CONSTRAINT fk_desk_note_coder_coder FOREIGN KEY(coder) REFERENCES coder (id)
);

CREATE INDEX ix_desk_note_coder ON desk_note (coder);

CREATE TABLE desk_place (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  coder INTEGER NOT NULL,
  source INTEGER NOT NULL,
  "offset" INTEGER NOT NULL,
  state VARCHAR(16) DEFAULT 'unread' NOT NULL,
  at VARCHAR(24) NOT NULL,
  CONSTRAINT uq_desk_place_coder_source UNIQUE (coder, source),
  CONSTRAINT fk_desk_place_coder_coder FOREIGN KEY(coder) REFERENCES coder (id),
  CONSTRAINT fk_desk_place_source_source FOREIGN KEY(source) REFERENCES source (id)
);

CREATE INDEX ix_desk_place_coder ON desk_place (coder);

CREATE INDEX ix_desk_place_source ON desk_place (source);

CREATE TABLE identification (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  output VARCHAR(200) NOT NULL,
  allowance TEXT NOT NULL,
  reason TEXT DEFAULT '' NOT NULL,
  allowed_by INTEGER NOT NULL,
  at VARCHAR(24) NOT NULL,
  CONSTRAINT fk_identification_allowed_by_coder FOREIGN KEY(allowed_by) REFERENCES coder (id)
);

CREATE INDEX ix_identification_allowed_by ON identification (allowed_by);

CREATE TABLE import_record (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  source INTEGER NOT NULL,
  file_name VARCHAR(400) NOT NULL,
  sha256 VARCHAR(64) NOT NULL,
  reader VARCHAR(40) NOT NULL,
  reader_version INTEGER NOT NULL,
  encoding VARCHAR(40) NOT NULL,
  encoding_known_by VARCHAR(20) NOT NULL,
  confidence FLOAT,
  newlines VARCHAR(10) NOT NULL,
  bom INTEGER DEFAULT '0' NOT NULL,
  replaced INTEGER DEFAULT '0' NOT NULL,
  report TEXT DEFAULT '' NOT NULL,
  at VARCHAR(24) NOT NULL,
  CONSTRAINT fk_import_record_source_source FOREIGN KEY(source) REFERENCES source (id)
);

CREATE INDEX ix_import_record_sha256 ON import_record (sha256);

CREATE INDEX ix_import_record_source ON import_record (source);

CREATE TABLE memo (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  guid VARCHAR(36) NOT NULL,
  kind VARCHAR(20) NOT NULL,
  title TEXT DEFAULT '' NOT NULL,
  text TEXT DEFAULT '' NOT NULL,
  author INTEGER NOT NULL,
  made_at VARCHAR(24) NOT NULL,
  changed_at VARCHAR(24),
  removed INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT uq_memo_guid UNIQUE (guid),
  CONSTRAINT fk_memo_author_coder FOREIGN KEY(author) REFERENCES coder (id)
);

CREATE INDEX ix_memo_author ON memo (author);

CREATE TABLE original (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  source INTEGER NOT NULL,
  compression VARCHAR(10) NOT NULL,
  bytes BLOB NOT NULL,
  CONSTRAINT fk_original_source_source FOREIGN KEY(source) REFERENCES source (id)
);

CREATE INDEX ix_original_source ON original (source);

CREATE TABLE rating (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  guid VARCHAR(36) NOT NULL,
  source INTEGER NOT NULL,
  panel TEXT DEFAULT '' NOT NULL,
  present TEXT DEFAULT '' NOT NULL,
  impact INTEGER,
  feasibility INTEGER,
  anchors TEXT DEFAULT '' NOT NULL,
  rationale TEXT DEFAULT '' NOT NULL,
  date VARCHAR(10),
  individual TEXT,
  CONSTRAINT uq_rating_guid UNIQUE (guid),
  CONSTRAINT fk_rating_source_source FOREIGN KEY(source) REFERENCES source (id)
);

CREATE INDEX ix_rating_source ON rating (source);

CREATE TABLE revision (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  guid VARCHAR(36) NOT NULL,
  source INTEGER NOT NULL,
  number INTEGER NOT NULL,
  text TEXT NOT NULL,
  sha256 VARCHAR(64) NOT NULL,
  parent INTEGER,
  edit_map TEXT,
  reason TEXT DEFAULT '' NOT NULL,
  made_at VARCHAR(24) NOT NULL,
  CONSTRAINT uq_revision_guid UNIQUE (guid),
  CONSTRAINT fk_revision_source_source FOREIGN KEY(source) REFERENCES source (id),
  CONSTRAINT fk_revision_parent_revision FOREIGN KEY(parent) REFERENCES revision (id)
);

CREATE INDEX ix_revision_parent ON revision (parent);

CREATE INDEX ix_revision_source ON revision (source);

CREATE TABLE set_member (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "set" INTEGER NOT NULL,
  target_table VARCHAR(40) NOT NULL,
  target_guid VARCHAR(36) NOT NULL,
  CONSTRAINT fk_set_member_set_set FOREIGN KEY("set") REFERENCES "set" (id)
);

CREATE INDEX ix_set_member_set ON set_member ("set");

CREATE TABLE speaker (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  guid VARCHAR(36) NOT NULL,
  source INTEGER NOT NULL,
  label VARCHAR(200) NOT NULL,
  role VARCHAR(16) NOT NULL,
  CONSTRAINT uq_speaker_guid UNIQUE (guid),
  CONSTRAINT fk_speaker_source_source FOREIGN KEY(source) REFERENCES source (id)
);

CREATE INDEX ix_speaker_source ON speaker (source);

CREATE TABLE study (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  guid VARCHAR(36) NOT NULL,
  title TEXT DEFAULT '' NOT NULL,
  approach VARCHAR(16) NOT NULL,
  lead_coder INTEGER,
  schema INTEGER NOT NULL,
  needs_version VARCHAR(16) NOT NULL,
  role VARCHAR(16) DEFAULT 'study' NOT NULL,
  package_of VARCHAR(36),
  made_at VARCHAR(24) NOT NULL,
  CONSTRAINT uq_study_guid UNIQUE (guid),
  CONSTRAINT fk_study_lead_coder_coder FOREIGN KEY(lead_coder) REFERENCES coder (id)
);

CREATE INDEX ix_study_lead_coder ON study (lead_coder);

CREATE TABLE value (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  attribute INTEGER NOT NULL,
  "case" INTEGER,
  source INTEGER,
  value TEXT DEFAULT '' NOT NULL,
  CONSTRAINT uq_value_attribute_case UNIQUE (attribute, "case"),
  CONSTRAINT uq_value_attribute_source UNIQUE (attribute, source),
  CONSTRAINT ck_value_of_one CHECK (("case" IS NULL) <> (source IS NULL)),
  CONSTRAINT fk_value_attribute_attribute FOREIGN KEY(attribute) REFERENCES attribute (id),
  CONSTRAINT fk_value_case_participant_case FOREIGN KEY("case") REFERENCES participant_case (id),
  CONSTRAINT fk_value_source_source FOREIGN KEY(source) REFERENCES source (id)
);

CREATE INDEX ix_value_attribute ON value (attribute);

CREATE INDEX ix_value_case ON value ("case");

CREATE INDEX ix_value_source ON value (source);

CREATE TABLE case_speaker (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "case" INTEGER NOT NULL,
  speaker INTEGER NOT NULL,
  CONSTRAINT uq_case_speaker_case_speaker UNIQUE ("case", speaker),
  CONSTRAINT fk_case_speaker_case_participant_case FOREIGN KEY("case") REFERENCES participant_case (id),
  CONSTRAINT fk_case_speaker_speaker_speaker FOREIGN KEY(speaker) REFERENCES speaker (id)
);

CREATE INDEX ix_case_speaker_case ON case_speaker ("case");

CREATE INDEX ix_case_speaker_speaker ON case_speaker (speaker);

CREATE TABLE code_map_set (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  guid VARCHAR(36) NOT NULL,
  name TEXT DEFAULT '' NOT NULL,
  first_version INTEGER,
  second_version INTEGER,
  result_version INTEGER,
  state VARCHAR(16) NOT NULL,
  made_at VARCHAR(24) NOT NULL,
  finished_at VARCHAR(24),
  CONSTRAINT uq_code_map_set_guid UNIQUE (guid),
  CONSTRAINT fk_code_map_set_first_version_codebook_version FOREIGN KEY(first_version) REFERENCES codebook_version (id),
  CONSTRAINT fk_code_map_set_second_version_codebook_version FOREIGN KEY(second_version) REFERENCES codebook_version (id),
  CONSTRAINT fk_code_map_set_result_version_codebook_version FOREIGN KEY(result_version) REFERENCES codebook_version (id)
);

CREATE INDEX ix_code_map_set_first_version ON code_map_set (first_version);

CREATE INDEX ix_code_map_set_result_version ON code_map_set (result_version);

CREATE INDEX ix_code_map_set_second_version ON code_map_set (second_version);

CREATE TABLE memo_link (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  memo INTEGER NOT NULL,
  target_table VARCHAR(40) NOT NULL,
  target_guid VARCHAR(36) NOT NULL,
  revision INTEGER,
  start INTEGER,
  "end" INTEGER,
  CONSTRAINT fk_memo_link_memo_memo FOREIGN KEY(memo) REFERENCES memo (id),
  CONSTRAINT fk_memo_link_revision_revision FOREIGN KEY(revision) REFERENCES revision (id)
);

CREATE INDEX ix_memo_link_memo ON memo_link (memo);

CREATE INDEX ix_memo_link_revision ON memo_link (revision);

CREATE INDEX ix_memo_link_target_guid ON memo_link (target_guid);

CREATE TABLE round (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  guid VARCHAR(36) NOT NULL,
  name VARCHAR(200) NOT NULL,
  kind VARCHAR(16) NOT NULL,
  purpose VARCHAR(16),
  codebook_version INTEGER,
  blind INTEGER DEFAULT '0' NOT NULL,
  fixed TEXT,
  state VARCHAR(16) NOT NULL,
  made_at VARCHAR(24) NOT NULL,
  closed_at VARCHAR(24),
  CONSTRAINT uq_round_guid UNIQUE (guid),
  CONSTRAINT fk_round_codebook_version_codebook_version FOREIGN KEY(codebook_version) REFERENCES codebook_version (id)
);

CREATE INDEX ix_round_codebook_version ON round (codebook_version);

CREATE TABLE row_change (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  change_set INTEGER NOT NULL,
  table_name VARCHAR(40) NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  action VARCHAR(8) NOT NULL,
  "before" TEXT,
  "after" TEXT,
  schema INTEGER NOT NULL,
  CONSTRAINT fk_row_change_change_set_change_set FOREIGN KEY(change_set) REFERENCES change_set (id)
);

CREATE INDEX ix_row_change_change_set ON row_change (change_set);

CREATE INDEX ix_row_change_rows ON row_change (table_name, first, last);

CREATE TABLE turn (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  revision INTEGER NOT NULL,
  number INTEGER NOT NULL,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  label_start INTEGER,
  label_end INTEGER,
  speaker INTEGER NOT NULL,
  started INTEGER,
  ended INTEGER,
  times TEXT,
  CONSTRAINT fk_turn_revision_revision FOREIGN KEY(revision) REFERENCES revision (id),
  CONSTRAINT fk_turn_speaker_speaker FOREIGN KEY(speaker) REFERENCES speaker (id)
);

CREATE INDEX ix_turn_revision ON turn (revision);

CREATE INDEX ix_turn_speaker ON turn (speaker);

CREATE TABLE assignment (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  round INTEGER NOT NULL,
  source INTEGER NOT NULL,
  coder INTEGER NOT NULL,
  attempt INTEGER DEFAULT '1' NOT NULL,
  state VARCHAR(16) NOT NULL,
  revision INTEGER,
  codebook_version INTEGER,
  finished_at VARCHAR(24),
  reason TEXT DEFAULT '' NOT NULL,
  CONSTRAINT uq_assignment_round_source_coder_attempt UNIQUE (round, source, coder, attempt),
  CONSTRAINT fk_assignment_round_round FOREIGN KEY(round) REFERENCES round (id),
  CONSTRAINT fk_assignment_source_source FOREIGN KEY(source) REFERENCES source (id),
  CONSTRAINT fk_assignment_coder_coder FOREIGN KEY(coder) REFERENCES coder (id),
  CONSTRAINT fk_assignment_revision_revision FOREIGN KEY(revision) REFERENCES revision (id),
  CONSTRAINT fk_assignment_codebook_version_codebook_version FOREIGN KEY(codebook_version) REFERENCES codebook_version (id)
);

CREATE INDEX ix_assignment_codebook_version ON assignment (codebook_version);

CREATE INDEX ix_assignment_coder ON assignment (coder);

CREATE INDEX ix_assignment_coder_source ON assignment (coder, source);

CREATE INDEX ix_assignment_revision ON assignment (revision);

CREATE INDEX ix_assignment_round ON assignment (round);

CREATE INDEX ix_assignment_source ON assignment (source);

CREATE TABLE code (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  guid VARCHAR(36) NOT NULL,
  parent INTEGER,
  rank INTEGER NOT NULL,
  name VARCHAR(400) NOT NULL,
  kind VARCHAR(16) NOT NULL,
  definition TEXT DEFAULT '' NOT NULL,
  include TEXT DEFAULT '' NOT NULL,
  exclude TEXT DEFAULT '' NOT NULL,
  example TEXT DEFAULT '' NOT NULL,
  colour VARCHAR(7),
  codable INTEGER DEFAULT '1' NOT NULL,
  central_idea TEXT DEFAULT '' NOT NULL,
  state VARCHAR(16),
  made_by INTEGER,
  made_in_round INTEGER,
  accepted INTEGER DEFAULT '1' NOT NULL,
  retired INTEGER DEFAULT '0' NOT NULL,
  merged_into INTEGER,
  CONSTRAINT uq_code_guid UNIQUE (guid),
  CONSTRAINT fk_code_parent_code FOREIGN KEY(parent) REFERENCES code (id),
  CONSTRAINT fk_code_made_by_coder FOREIGN KEY(made_by) REFERENCES coder (id),
  CONSTRAINT fk_code_made_in_round_round FOREIGN KEY(made_in_round) REFERENCES round (id),
  CONSTRAINT fk_code_merged_into_code FOREIGN KEY(merged_into) REFERENCES code (id)
);

CREATE INDEX ix_code_live ON code (parent, rank) WHERE retired = 0;

CREATE INDEX ix_code_made_by ON code (made_by);

CREATE INDEX ix_code_made_in_round ON code (made_in_round);

CREATE INDEX ix_code_merged_into ON code (merged_into);

CREATE INDEX ix_code_parent ON code (parent);

CREATE TABLE draw (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  round INTEGER NOT NULL,
  method VARCHAR(16) NOT NULL,
  reason TEXT DEFAULT '' NOT NULL,
  pool TEXT NOT NULL,
  excluded TEXT NOT NULL,
  share VARCHAR(40),
  seed VARCHAR(40),
  strata TEXT,
  result TEXT NOT NULL,
  CONSTRAINT fk_draw_round_round FOREIGN KEY(round) REFERENCES round (id)
);

CREATE INDEX ix_draw_round ON draw (round);

CREATE TABLE chart (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  guid VARCHAR(36) NOT NULL,
  title TEXT DEFAULT '' NOT NULL,
  "group" INTEGER,
  codes TEXT,
  case_kind VARCHAR(16) DEFAULT 'participant' NOT NULL,
  filter TEXT,
  "order" TEXT,
  shown TEXT,
  widths TEXT,
  level INTEGER DEFAULT '1' NOT NULL,
  portrait INTEGER DEFAULT '0' NOT NULL,
  removed INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT uq_chart_guid UNIQUE (guid),
  CONSTRAINT fk_chart_group_code FOREIGN KEY("group") REFERENCES code (id)
);

CREATE INDEX ix_chart_group ON chart ("group");

CREATE TABLE code_map (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  map_set INTEGER NOT NULL,
  first_code INTEGER,
  second_code INTEGER,
  relation VARCHAR(16) NOT NULL,
  result_code INTEGER,
  name TEXT DEFAULT '' NOT NULL,
  definition TEXT DEFAULT '' NOT NULL,
  parent INTEGER,
  reason TEXT DEFAULT '' NOT NULL,
  decided_by INTEGER NOT NULL,
  at VARCHAR(24) NOT NULL,
  rank INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT fk_code_map_map_set_code_map_set FOREIGN KEY(map_set) REFERENCES code_map_set (id),
  CONSTRAINT fk_code_map_first_code_code FOREIGN KEY(first_code) REFERENCES code (id),
  CONSTRAINT fk_code_map_second_code_code FOREIGN KEY(second_code) REFERENCES code (id),
  CONSTRAINT fk_code_map_result_code_code FOREIGN KEY(result_code) REFERENCES code (id),
  CONSTRAINT fk_code_map_parent_code FOREIGN KEY(parent) REFERENCES code (id),
  CONSTRAINT fk_code_map_decided_by_coder FOREIGN KEY(decided_by) REFERENCES coder (id)
);

CREATE INDEX ix_code_map_decided_by ON code_map (decided_by);

CREATE INDEX ix_code_map_first_code ON code_map (first_code);

CREATE INDEX ix_code_map_map_set ON code_map (map_set);

CREATE INDEX ix_code_map_parent ON code_map (parent);

CREATE INDEX ix_code_map_result_code ON code_map (result_code);

CREATE INDEX ix_code_map_second_code ON code_map (second_code);

CREATE TABLE code_shown_under (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  code INTEGER NOT NULL,
  parent INTEGER NOT NULL,
  CONSTRAINT uq_code_shown_under_code_parent UNIQUE (code, parent),
  CONSTRAINT fk_code_shown_under_code_code FOREIGN KEY(code) REFERENCES code (id),
  CONSTRAINT fk_code_shown_under_parent_code FOREIGN KEY(parent) REFERENCES code (id)
);

CREATE INDEX ix_code_shown_under_code ON code_shown_under (code);

CREATE INDEX ix_code_shown_under_parent ON code_shown_under (parent);

CREATE TABLE coding (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  guid VARCHAR(36) NOT NULL,
  source INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  code INTEGER NOT NULL,
  coder INTEGER NOT NULL,
  round INTEGER NOT NULL,
  "check" VARCHAR(16) NOT NULL,
  star INTEGER DEFAULT '0' NOT NULL,
  unsure INTEGER DEFAULT '0' NOT NULL,
  note TEXT DEFAULT '' NOT NULL,
  removed INTEGER DEFAULT '0' NOT NULL,
  made_at VARCHAR(24) NOT NULL,
  CONSTRAINT ck_coding_span CHECK (start >= 0 AND "end" > start),
  CONSTRAINT uq_coding_guid UNIQUE (guid),
  CONSTRAINT fk_coding_source_source FOREIGN KEY(source) REFERENCES source (id),
  CONSTRAINT fk_coding_revision_revision FOREIGN KEY(revision) REFERENCES revision (id),
  CONSTRAINT fk_coding_code_code FOREIGN KEY(code) REFERENCES code (id),
  CONSTRAINT fk_coding_coder_coder FOREIGN KEY(coder) REFERENCES coder (id),
  CONSTRAINT fk_coding_round_round FOREIGN KEY(round) REFERENCES round (id)
);

CREATE INDEX ix_coding_code ON coding (code, source, start);

CREATE INDEX ix_coding_coder ON coding (coder);

CREATE INDEX ix_coding_revision ON coding (revision);

CREATE INDEX ix_coding_round ON coding (round);

CREATE INDEX ix_coding_source ON coding (source, start) WHERE removed = 0;

CREATE UNIQUE INDEX uq_coding_once ON coding (source, start, "end", code, coder, round) WHERE removed = 0;

CREATE TABLE desk_code (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  coder INTEGER NOT NULL,
  code INTEGER NOT NULL,
  digit INTEGER,
  used_at VARCHAR(24) NOT NULL,
  CONSTRAINT uq_desk_code_coder_code UNIQUE (coder, code),
  CONSTRAINT fk_desk_code_coder_coder FOREIGN KEY(coder) REFERENCES coder (id),
  CONSTRAINT fk_desk_code_code_code FOREIGN KEY(code) REFERENCES code (id)
);

CREATE INDEX ix_desk_code_code ON desk_code (code);

CREATE INDEX ix_desk_code_coder ON desk_code (coder);

CREATE TABLE discussion (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  guid VARCHAR(36) NOT NULL,
  round INTEGER NOT NULL,
  source INTEGER NOT NULL,
  first INTEGER NOT NULL,
  second INTEGER NOT NULL,
  reading TEXT NOT NULL,
  state VARCHAR(16) NOT NULL,
  started_at VARCHAR(24) NOT NULL,
  finished_at VARCHAR(24),
  CONSTRAINT uq_discussion_source UNIQUE (source),
  CONSTRAINT uq_discussion_guid UNIQUE (guid),
  CONSTRAINT fk_discussion_round_round FOREIGN KEY(round) REFERENCES round (id),
  CONSTRAINT fk_discussion_source_source FOREIGN KEY(source) REFERENCES source (id),
  CONSTRAINT fk_discussion_first_assignment FOREIGN KEY(first) REFERENCES assignment (id),
  CONSTRAINT fk_discussion_second_assignment FOREIGN KEY(second) REFERENCES assignment (id)
);

CREATE INDEX ix_discussion_first ON discussion (first);

CREATE INDEX ix_discussion_round ON discussion (round);

CREATE INDEX ix_discussion_second ON discussion (second);

CREATE INDEX ix_discussion_source ON discussion (source);

CREATE TABLE recommendation_theme (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  recommendation INTEGER NOT NULL,
  code INTEGER NOT NULL,
  CONSTRAINT uq_recommendation_theme_recommendation_code UNIQUE (recommendation, code),
  CONSTRAINT fk_recommendation_theme_recommendation_recommendation FOREIGN KEY(recommendation) REFERENCES recommendation (id),
  CONSTRAINT fk_recommendation_theme_code_code FOREIGN KEY(code) REFERENCES code (id)
);

CREATE INDEX ix_recommendation_theme_code ON recommendation_theme (code);

CREATE INDEX ix_recommendation_theme_recommendation ON recommendation_theme (recommendation);

CREATE TABLE summary (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  guid VARCHAR(36) NOT NULL,
  "case" INTEGER NOT NULL,
  code INTEGER NOT NULL,
  text TEXT DEFAULT '' NOT NULL,
  remark TEXT DEFAULT '' NOT NULL,
  author INTEGER NOT NULL,
  draft INTEGER DEFAULT '0' NOT NULL,
  mark VARCHAR(12),
  evidence_seen VARCHAR(64),
  written_at VARCHAR(24) NOT NULL,
  removed INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT uq_summary_guid UNIQUE (guid),
  CONSTRAINT fk_summary_case_participant_case FOREIGN KEY("case") REFERENCES participant_case (id),
  CONSTRAINT fk_summary_code_code FOREIGN KEY(code) REFERENCES code (id),
  CONSTRAINT fk_summary_author_coder FOREIGN KEY(author) REFERENCES coder (id)
);

CREATE INDEX ix_summary_author ON summary (author);

CREATE INDEX ix_summary_case ON summary ("case");

CREATE INDEX ix_summary_code ON summary (code);

CREATE TABLE theme_table (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  guid VARCHAR(36) NOT NULL,
  number INTEGER NOT NULL,
  title TEXT DEFAULT '' NOT NULL,
  "group" INTEGER,
  layout VARCHAR(8) DEFAULT 'A' NOT NULL,
  orientation VARCHAR(10) DEFAULT 'auto' NOT NULL,
  legend TEXT DEFAULT '' NOT NULL,
  abbreviations TEXT DEFAULT '' NOT NULL,
  removed INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT uq_theme_table_guid UNIQUE (guid),
  CONSTRAINT fk_theme_table_group_code FOREIGN KEY("group") REFERENCES code (id)
);

CREATE INDEX ix_theme_table_group ON theme_table ("group");

CREATE TABLE decision (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  guid VARCHAR(36) NOT NULL,
  discussion INTEGER NOT NULL,
  difference VARCHAR(16) NOT NULL,
  outcome VARCHAR(32) NOT NULL,
  reason TEXT DEFAULT '' NOT NULL,
  code INTEGER,
  made INTEGER DEFAULT '0' NOT NULL,
  redefined TEXT DEFAULT '' NOT NULL,
  decided_by INTEGER NOT NULL,
  at VARCHAR(24) NOT NULL,
  removed INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT uq_decision_guid UNIQUE (guid),
  CONSTRAINT fk_decision_discussion_discussion FOREIGN KEY(discussion) REFERENCES discussion (id),
  CONSTRAINT fk_decision_code_code FOREIGN KEY(code) REFERENCES code (id),
  CONSTRAINT fk_decision_decided_by_coder FOREIGN KEY(decided_by) REFERENCES coder (id)
);

CREATE INDEX ix_decision_code ON decision (code);

CREATE INDEX ix_decision_decided_by ON decision (decided_by);

CREATE INDEX ix_decision_discussion ON decision (discussion);

CREATE TABLE discussion_coder (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  discussion INTEGER NOT NULL,
  coder INTEGER NOT NULL,
  CONSTRAINT uq_discussion_coder_discussion_coder UNIQUE (discussion, coder),
  CONSTRAINT fk_discussion_coder_discussion_discussion FOREIGN KEY(discussion) REFERENCES discussion (id),
  CONSTRAINT fk_discussion_coder_coder_coder FOREIGN KEY(coder) REFERENCES coder (id)
);

CREATE INDEX ix_discussion_coder_coder ON discussion_coder (coder);

CREATE INDEX ix_discussion_coder_discussion ON discussion_coder (discussion);

CREATE TABLE package (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  guid VARCHAR(36) NOT NULL,
  round INTEGER NOT NULL,
  coder INTEGER NOT NULL,
  file_name VARCHAR(400) NOT NULL,
  made_at VARCHAR(24) NOT NULL,
  received_at VARCHAR(24),
  CONSTRAINT uq_package_guid UNIQUE (guid),
  CONSTRAINT fk_package_round_round FOREIGN KEY(round) REFERENCES round (id),
  CONSTRAINT fk_package_coder_coder FOREIGN KEY(coder) REFERENCES coder (id)
);

CREATE INDEX ix_package_coder ON package (coder);

CREATE INDEX ix_package_round ON package (round);

CREATE TABLE finished_coding (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  assignment INTEGER NOT NULL,
  coding INTEGER,
  code INTEGER NOT NULL,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  CONSTRAINT fk_finished_coding_assignment_assignment FOREIGN KEY(assignment) REFERENCES assignment (id),
  CONSTRAINT fk_finished_coding_coding_coding FOREIGN KEY(coding) REFERENCES coding (id),
  CONSTRAINT fk_finished_coding_code_code FOREIGN KEY(code) REFERENCES code (id)
);

CREATE INDEX ix_finished_coding_assignment ON finished_coding (assignment);

CREATE INDEX ix_finished_coding_code ON finished_coding (code);

CREATE TABLE raw_position (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  coding INTEGER NOT NULL,
  start VARCHAR(40) NOT NULL,
  "end" VARCHAR(40) NOT NULL,
  unit VARCHAR(16) NOT NULL,
  score VARCHAR(16),
  CONSTRAINT fk_raw_position_coding_coding FOREIGN KEY(coding) REFERENCES coding (id)
);

CREATE INDEX ix_raw_position_coding ON raw_position (coding);

CREATE TABLE span_review (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  coding INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  words_before TEXT DEFAULT '' NOT NULL,
  words_after TEXT DEFAULT '' NOT NULL,
  state VARCHAR(16) NOT NULL,
  CONSTRAINT fk_span_review_coding_coding FOREIGN KEY(coding) REFERENCES coding (id),
  CONSTRAINT fk_span_review_revision_revision FOREIGN KEY(revision) REFERENCES revision (id)
);

CREATE INDEX ix_span_review_coding ON span_review (coding);

CREATE INDEX ix_span_review_revision ON span_review (revision);

CREATE TABLE summary_link (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  summary INTEGER NOT NULL,
  coding INTEGER NOT NULL,
  bearing VARCHAR(12) NOT NULL,
  code_then INTEGER,
  words_then TEXT DEFAULT '' NOT NULL,
  CONSTRAINT uq_summary_link_summary_coding UNIQUE (summary, coding),
  CONSTRAINT fk_summary_link_summary_summary FOREIGN KEY(summary) REFERENCES summary (id),
  CONSTRAINT fk_summary_link_coding_coding FOREIGN KEY(coding) REFERENCES coding (id),
  CONSTRAINT fk_summary_link_code_then_code FOREIGN KEY(code_then) REFERENCES code (id)
);

CREATE INDEX ix_summary_link_code_then ON summary_link (code_then);

CREATE INDEX ix_summary_link_coding ON summary_link (coding);

CREATE INDEX ix_summary_link_summary ON summary_link (summary);

CREATE TABLE theme_table_row (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  guid VARCHAR(36) NOT NULL,
  theme_table INTEGER NOT NULL,
  theme INTEGER,
  heading TEXT DEFAULT '' NOT NULL,
  finding TEXT DEFAULT '' NOT NULL,
  rank INTEGER NOT NULL,
  evidence TEXT,
  none_found_note TEXT DEFAULT '' NOT NULL,
  removed INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT uq_theme_table_row_guid UNIQUE (guid),
  CONSTRAINT fk_theme_table_row_theme_table_theme_table FOREIGN KEY(theme_table) REFERENCES theme_table (id),
  CONSTRAINT fk_theme_table_row_theme_code FOREIGN KEY(theme) REFERENCES code (id)
);

CREATE INDEX ix_theme_table_row_theme ON theme_table_row (theme);

CREATE INDEX ix_theme_table_row_theme_table ON theme_table_row (theme_table);

CREATE TABLE theme_table_row_code (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "row" INTEGER NOT NULL,
  code INTEGER NOT NULL,
  CONSTRAINT uq_theme_table_row_code_row_code UNIQUE ("row", code),
  CONSTRAINT fk_theme_table_row_code_row_theme_table_row FOREIGN KEY("row") REFERENCES theme_table_row (id),
  CONSTRAINT fk_theme_table_row_code_code_code FOREIGN KEY(code) REFERENCES code (id)
);

CREATE INDEX ix_theme_table_row_code_row ON theme_table_row_code ("row");

CREATE INDEX ix_theme_table_row_code_code ON theme_table_row_code (code);

CREATE TABLE study_setting (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  key VARCHAR(40) NOT NULL,
  value TEXT DEFAULT '' NOT NULL,
  CONSTRAINT uq_study_setting_key UNIQUE (key)
);

CREATE TABLE decision_agreed (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  decision INTEGER NOT NULL,
  coding INTEGER NOT NULL,
  CONSTRAINT uq_decision_agreed_decision_coding UNIQUE (decision, coding),
  CONSTRAINT fk_decision_agreed_decision_decision FOREIGN KEY(decision) REFERENCES decision (id),
  CONSTRAINT fk_decision_agreed_coding_coding FOREIGN KEY(coding) REFERENCES coding (id)
);

CREATE INDEX ix_decision_agreed_coding ON decision_agreed (coding);

CREATE INDEX ix_decision_agreed_decision ON decision_agreed (decision);

CREATE TABLE decision_finished (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  decision INTEGER NOT NULL,
  finished_coding INTEGER NOT NULL,
  side VARCHAR(8) NOT NULL,
  CONSTRAINT uq_decision_finished_decision_finished_coding UNIQUE (decision, finished_coding),
  CONSTRAINT fk_decision_finished_decision_decision FOREIGN KEY(decision) REFERENCES decision (id),
  CONSTRAINT fk_decision_finished_finished_coding_finished_coding FOREIGN KEY(finished_coding) REFERENCES finished_coding (id)
);

CREATE INDEX ix_decision_finished_decision ON decision_finished (decision);

CREATE INDEX ix_decision_finished_finished_coding ON decision_finished (finished_coding);

CREATE TABLE quote (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  guid VARCHAR(36) NOT NULL,
  "row" INTEGER NOT NULL,
  source INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  "check" VARCHAR(16) NOT NULL,
  coding INTEGER,
  edits TEXT NOT NULL,
  tag TEXT DEFAULT '' NOT NULL,
  contrary INTEGER DEFAULT '0' NOT NULL,
  rank INTEGER NOT NULL,
  read_by VARCHAR(200),
  read_at VARCHAR(24),
  fresh_id VARCHAR(40),
  removed INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT uq_quote_guid UNIQUE (guid),
  CONSTRAINT fk_quote_row_theme_table_row FOREIGN KEY("row") REFERENCES theme_table_row (id),
  CONSTRAINT fk_quote_source_source FOREIGN KEY(source) REFERENCES source (id),
  CONSTRAINT fk_quote_revision_revision FOREIGN KEY(revision) REFERENCES revision (id),
  CONSTRAINT fk_quote_coding_coding FOREIGN KEY(coding) REFERENCES coding (id)
);

CREATE INDEX ix_quote_coding ON quote (coding);

CREATE INDEX ix_quote_revision ON quote (revision);

CREATE INDEX ix_quote_row ON quote ("row");

CREATE INDEX ix_quote_source ON quote (source);
