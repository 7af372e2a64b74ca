BEGIN TRANSACTION;
CREATE TABLE answers (
    id TEXT PRIMARY KEY,
    lesson TEXT NOT NULL,
    item TEXT NOT NULL,
    given TEXT NOT NULL,
    score REAL,
    confidence TEXT,
    hints INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    shown_at TEXT NOT NULL,
    answered_at TEXT NOT NULL,
    received_at TEXT NOT NULL
);
INSERT INTO "answers" VALUES('first','monoclonal-antibodies','one-key','["tail"]',1.0,'sure',1,2,'2026-01-31T12:00:00.000Z','2026-01-31T12:00:09.000Z','2026-02-01T12:00:01.000Z');
INSERT INTO "answers" VALUES('second','monoclonal-antibodies','one-key','["a=PD-L1", "b=\u03b3"]',NULL,NULL,0,1,'2026-01-31T12:00:00.000Z','2026-02-01T12:00:00.000Z','2026-02-01T12:00:01.000Z');
CREATE TABLE store (id TEXT NOT NULL);
INSERT INTO "store" VALUES('19a5e9ca3614474c897f6f26d18c1690');
CREATE INDEX answers_in_order ON answers (lesson, answered_at, id);
PRAGMA user_version = 1;
COMMIT;
