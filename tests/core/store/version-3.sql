PRAGMA application_id = 1397445456;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE workspace (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  stamp INTEGER NOT NULL,
  paused INTEGER NOT NULL,
  secret BLOB NOT NULL,
  created_ms INTEGER NOT NULL
) STRICT;
INSERT INTO workspace VALUES(1,13,0,X'6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b',1795493146000);
CREATE TABLE datasets (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  fingerprint TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL UNIQUE,
  summary TEXT NOT NULL,
  rejections TEXT NOT NULL,
  notes TEXT NOT NULL,
  created_ms INTEGER NOT NULL,
  deleted INTEGER NOT NULL DEFAULT 0,
  stamp INTEGER NOT NULL
) STRICT;
INSERT INTO datasets VALUES(1,'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','tiny','{"dislikes":1,"duplicates":1,"events":6,"format":"csv","from":-5,"kept":5,"likes":2,"listeners":2,"listens":2,"merged":0,"ordered_by_position":false,"rejected":{"unreadable time":2},"rules":{"rating.like":"4"},"skips":1,"songs":3,"stations":1,"to":4102444800000}','[{"examples":[{"fields":"listener=7, time=yesterday","file":"log.csv","line":3}],"reason":"unreadable time","rows":2}]','["Times carry no zone and were read as UTC."]',1795493146724,0,1);
CREATE TABLE experiments (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  dataset INTEGER NOT NULL REFERENCES datasets (id),
  created_ms INTEGER NOT NULL,
  stamp INTEGER NOT NULL
) STRICT;
INSERT INTO experiments VALUES(1,'first',1,1795493146736,2);
INSERT INTO experiments VALUES(2,'second',1,1795493146740,3);
CREATE TABLE workers (
  id TEXT PRIMARY KEY,
  started_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE runs (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL
    CHECK (state IN ('queued', 'running', 'finished', 'failed', 'cancelled', 'interrupted')),
  dataset INTEGER NOT NULL REFERENCES datasets (id),
  configuration TEXT NOT NULL,
  configuration_hash TEXT NOT NULL,
  seed INTEGER NOT NULL,
  identity TEXT NOT NULL,
  worker TEXT REFERENCES workers (id),
  attempt INTEGER NOT NULL DEFAULT 0,
  priority INTEGER NOT NULL DEFAULT 0,
  cancel_requested INTEGER NOT NULL DEFAULT 0,
  message TEXT NOT NULL DEFAULT '',
  step INTEGER NOT NULL DEFAULT 0,
  max_steps INTEGER NOT NULL DEFAULT 0,
  epochs REAL NOT NULL DEFAULT 0,
  targets INTEGER NOT NULL DEFAULT 0,
  train_seconds REAL NOT NULL DEFAULT 0,
  training_loss REAL,
  checkpoint TEXT NOT NULL DEFAULT '',
  checkpoint_step INTEGER NOT NULL DEFAULT 0,
  checkpoint_epochs REAL NOT NULL DEFAULT 0,
  checkpoint_targets INTEGER NOT NULL DEFAULT 0,
  checkpoint_seconds REAL NOT NULL DEFAULT 0,
  best_step INTEGER NOT NULL DEFAULT 0,
  best TEXT NOT NULL DEFAULT '{}',
  path TEXT NOT NULL DEFAULT '',
  program TEXT NOT NULL DEFAULT '',
  mixed INTEGER NOT NULL DEFAULT 0,
  note TEXT NOT NULL DEFAULT '',
  created_ms INTEGER NOT NULL,
  started_ms INTEGER NOT NULL DEFAULT 0,
  ended_ms INTEGER NOT NULL DEFAULT 0,
  deleted INTEGER NOT NULL DEFAULT 0,
  stamp INTEGER NOT NULL
, pair_kinds TEXT NOT NULL DEFAULT '') STRICT;
INSERT INTO runs VALUES(1,'3157df88-fb97-4176-b80c-dd3d47236c2d','finished',1,'{"evaluation.minimum_history":5,"evaluation.negative":"auto","evaluation.positive":"auto","evaluation.split":"last","evaluation.times":"0.8,0.9","inputs":["like"],"loss":"bce","model":"sasrec","model.blocks":2,"model.dimension":64,"model.dropout":0.2,"model.feedback_embedding":true,"model.heads":1,"model.item_bias":true,"model.max_length":100,"model.positions":"learned","negatives.count":1,"negatives.drawing":"per_target","negatives.popularity":0.0,"negatives.real_weight":1.0,"negatives.strategy":"random","objective":"next","targets.negative":["dislike"],"targets.positive":["like"],"training.batch_targets":"auto","training.device":"cpu-plain","training.learning_rate":0.001,"training.max_steps":"auto","training.min_steps":1000,"training.patience":10,"training.threads":1,"training.validate_every":100}','b69969a5516d0fb635fa63074a5a5a26',1,'4227e5ef13405407b48f0a6926e78ca0',NULL,1,0,0,'',200,1000,2.0,12800,3.5,1.25,'1-200.safetensors',200,2.0,12800,3.5,200,'{"accuracy":[0.625,200]}','cpu-plain','0.1.0',0,'a note',1795493146736,1795493146755,1795493146775,0,12,'like>dislike');
INSERT INTO runs VALUES(2,'0e0608db-554d-4ef1-918a-819e3d53bba2','queued',1,'{"evaluation.minimum_history":5,"evaluation.negative":"auto","evaluation.positive":"auto","evaluation.split":"last","evaluation.times":"0.8,0.9","inputs":["like"],"loss":"bce","model":"sasrec","model.blocks":2,"model.dimension":64,"model.dropout":0.2,"model.feedback_embedding":true,"model.heads":1,"model.item_bias":true,"model.max_length":100,"model.positions":"learned","negatives.count":1,"negatives.drawing":"per_target","negatives.popularity":0.0,"negatives.real_weight":1.0,"negatives.strategy":"random","objective":"next","targets.negative":["dislike"],"targets.positive":["like"],"training.batch_targets":"auto","training.device":"cpu-plain","training.learning_rate":0.001,"training.max_steps":"auto","training.min_steps":1000,"training.patience":10,"training.threads":1,"training.validate_every":100}','b69969a5516d0fb635fa63074a5a5a26',-1,'ff0ebb1a784ea4d855e005b3d7931d93',NULL,0,0,0,'',0,0,0.0,0,0.0,NULL,'',0,0.0,0,0.0,0,'{}','','',0,'',1795493146736,0,0,0,2,'');
CREATE TABLE experiment_runs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  run INTEGER NOT NULL REFERENCES runs (number) ON DELETE CASCADE,
  experiment INTEGER NOT NULL REFERENCES experiments (id) ON DELETE CASCADE,
  UNIQUE (run, experiment)
) STRICT;
INSERT INTO experiment_runs VALUES(1,1,1);
INSERT INTO experiment_runs VALUES(2,2,1);
INSERT INTO experiment_runs VALUES(3,1,2);
CREATE TABLE tags (
  run INTEGER NOT NULL REFERENCES runs (number) ON DELETE CASCADE,
  tag TEXT NOT NULL,
  PRIMARY KEY (run, tag)
) STRICT, WITHOUT ROWID;
INSERT INTO tags VALUES(1,'night');
CREATE TABLE validations (
  run INTEGER NOT NULL REFERENCES runs (number) ON DELETE CASCADE,
  step INTEGER NOT NULL,
  epochs REAL NOT NULL,
  targets INTEGER NOT NULL,
  train_seconds REAL NOT NULL,
  wall_ms INTEGER NOT NULL,
  metrics TEXT NOT NULL,
  stamp INTEGER NOT NULL,
  PRIMARY KEY (run, step)
) STRICT, WITHOUT ROWID;
INSERT INTO validations VALUES(1,100,1.0,6400,1.5,1795493146763,'{"accuracy":0.5}',9);
INSERT INTO validations VALUES(1,200,1.0,6400,1.5,1795493146767,'{"accuracy":0.625}',10);
CREATE TABLE test_metrics (
  run INTEGER NOT NULL REFERENCES runs (number) ON DELETE CASCADE,
  name TEXT NOT NULL,
  value REAL NOT NULL,
  PRIMARY KEY (run, name)
) STRICT, WITHOUT ROWID;
INSERT INTO test_metrics VALUES(1,'accuracy',0.75);
CREATE TABLE outcomes (
  run INTEGER PRIMARY KEY REFERENCES runs (number) ON DELETE CASCADE,
  data BLOB NOT NULL
) STRICT;
INSERT INTO outcomes VALUES(1,X'534b4f010001000000000100000000000000010000000200000000000000000000000000003f0000000000000000000000000000c07f0000c07f0000c07f00000000000065000000020000000200000002000000020000000200000002000000020000000200000002000000020000000200000002000000020000000200000002000000020000000200000002000000020000000200000002000000020000000200000002000000020000000200000002000000020000000200000002000000020000000200000002000000020000000200000002000000020000000200000002000000020000000200000002000000020000000200000002000000020000000200000002000000020000000200000002000000020000000200000002000000020000000200000002000000020000000200000002000000020000000200000002000000020000000200000002000000020000000200000002000000020000000200000002000000020000000200000002000000020000000200000002000000020000000200000002000000020000000200000002000000020000000200000002000000020000000200000002000000020000000200000002000000020000000200000002000000020000000200000002000000020000000200000079fd7218c307660d');
CREATE TABLE removed_runs (
  id TEXT PRIMARY KEY,
  stamp INTEGER NOT NULL
) STRICT;
CREATE TABLE baselines (
  dataset INTEGER PRIMARY KEY REFERENCES datasets (id) ON DELETE CASCADE,
  configuration_hash TEXT NOT NULL,
  stamp INTEGER NOT NULL
) STRICT;
INSERT INTO baselines VALUES(1,'b69969a5516d0fb635fa63074a5a5a26',13);
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('datasets',1);
INSERT INTO sqlite_sequence VALUES('experiments',2);
INSERT INTO sqlite_sequence VALUES('runs',2);
INSERT INTO sqlite_sequence VALUES('experiment_runs',3);
CREATE INDEX runs_by_queue ON runs (state, priority DESC, number);
CREATE INDEX runs_by_identity ON runs (identity);
CREATE INDEX runs_by_stamp ON runs (stamp);
CREATE INDEX runs_by_worker ON runs (worker);
CREATE INDEX experiment_runs_by_experiment ON experiment_runs (experiment, run);
CREATE INDEX removed_runs_by_stamp ON removed_runs (stamp);
COMMIT;
PRAGMA user_version = 3;
