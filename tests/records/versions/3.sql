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
CREATE TABLE rescores (
    number INTEGER PRIMARY KEY,
    answer TEXT NOT NULL REFERENCES answers (id),
    score REAL,
    bank TEXT NOT NULL,
    scored_at TEXT NOT NULL
);
INSERT INTO "rescores" VALUES(1,'first',0.5,'0123456789abcdef','2026-02-01T12:00:01.000Z');
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO "settings" VALUES('exam','2027-02-15');
CREATE TABLE store (id TEXT NOT NULL);
INSERT INTO "store" VALUES('7d42bd90165d4ef8ace219431128c47d');
CREATE INDEX answers_in_order ON answers (lesson, answered_at, id);
CREATE INDEX rescores_of_answer ON rescores (answer, number);
PRAGMA user_version = 3;
COMMIT;
