"""The tables, as a list of migrations: the file's `user_version` counts those it has had.

The checks refuse a lie: a delivered submission has no content, an open draft has its slip's secret
and nothing else has one. A released migration is never changed, only followed by another, and
columns are only added at the end: `offline_queue/recovery.py` knows a row's values by their order.
"""

from __future__ import annotations

from typing import Final

MIGRATIONS: Final = (
    """
    CREATE TABLE journal (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
        at INTEGER NOT NULL,
        what TEXT NOT NULL CHECK (what <> ''),
        submission BLOB CHECK (length(submission) = 16),
        count INTEGER NOT NULL DEFAULT 1
    ) STRICT;
    CREATE TRIGGER journal_is_not_rewritten BEFORE UPDATE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is only added to'); END;
    CREATE TRIGGER journal_is_not_shortened BEFORE DELETE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is only added to'); END;

    CREATE TABLE submission (
        row INTEGER PRIMARY KEY,
        id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
        kind TEXT NOT NULL CHECK (kind IN ('account', 'dossier')),
        procedure TEXT NOT NULL,
        version TEXT NOT NULL,
        ticket TEXT NOT NULL UNIQUE,
        recipient TEXT NOT NULL CHECK (recipient LIKE 'age1%'),
        state TEXT NOT NULL CHECK (
            state IN ('draft', 'waiting', 'held', 'delivered', 'refused', 'withdrawn')
        ),
        content BLOB,
        sealed INTEGER NOT NULL CHECK (sealed IN (0, 1)),
        secret BLOB CHECK (length(secret) = 13),
        slip_taken INTEGER NOT NULL CHECK (slip_taken IN (0, 1)),
        applicant TEXT NOT NULL CHECK (json_valid(applicant)),
        number_mark BLOB,
        phone_mark BLOB,
        started_at INTEGER NOT NULL,
        touched_at INTEGER NOT NULL,
        help_mode TEXT CHECK (help_mode IN ('self', 'guided', 'family', 'onbehalf')),
        depends_on BLOB CHECK (length(depends_on) = 16),
        sequence INTEGER UNIQUE,
        finished_on TEXT,
        finished_at INTEGER,
        masked_name TEXT,
        phone TEXT,
        media_type TEXT,
        size INTEGER CHECK (size > 0),
        digest TEXT CHECK (length(digest) = 64),
        blocked INTEGER NOT NULL DEFAULT 0 CHECK (blocked IN (0, 1)),
        followed BLOB CHECK (length(followed) = 16),
        attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
        due REAL NOT NULL DEFAULT 0,
        receipt TEXT CHECK (json_valid(receipt)),
        refusal TEXT CHECK (json_valid(refusal)),
        settled_at INTEGER,

        CHECK ((state IN ('delivered', 'withdrawn')) = (content IS NULL)),
        CHECK ((state = 'draft' AND sealed = 0) = (secret IS NOT NULL)),
        CHECK (secret IS NOT NULL OR (number_mark IS NULL AND phone_mark IS NULL)),
        CHECK (state <> 'draft' OR (
            sequence IS NULL AND finished_on IS NULL AND finished_at IS NULL
            AND media_type IS NULL AND size IS NULL AND digest IS NULL
            AND masked_name IS NULL AND phone IS NULL
        )),
        CHECK (state IN ('draft', 'withdrawn') OR (
            sequence IS NOT NULL AND finished_on IS NOT NULL AND finished_at IS NOT NULL
            AND media_type IS NOT NULL AND size IS NOT NULL AND digest IS NOT NULL
            AND masked_name IS NOT NULL AND help_mode IS NOT NULL
        )),
        CHECK ((state = 'delivered') = (receipt IS NOT NULL)),
        CHECK ((state = 'refused') = (refusal IS NOT NULL)),
        CHECK (state = 'refused' OR followed IS NULL),
        CHECK (state <> 'withdrawn' OR (masked_name IS NULL AND phone IS NULL)),
        CHECK (blocked = 0 OR (depends_on IS NOT NULL AND state IN ('waiting', 'held'))),
        CHECK ((state IN ('delivered', 'refused', 'withdrawn')) = (settled_at IS NOT NULL))
    ) STRICT;
    CREATE INDEX submission_due ON submission (attempts, due, sequence)
        WHERE state = 'waiting' AND blocked = 0;
    CREATE INDEX submission_soonest ON submission (due)
        WHERE state = 'waiting' AND blocked = 0;
    CREATE INDEX submission_dependants ON submission (depends_on) WHERE depends_on IS NOT NULL;
    CREATE INDEX submission_drafts ON submission (touched_at) WHERE secret IS NOT NULL;
    CREATE INDEX submission_settled ON submission (state, settled_at)
        WHERE settled_at IS NOT NULL;
    CREATE INDEX submission_waiting ON submission (state, finished_at)
        WHERE state IN ('waiting', 'held');
    CREATE INDEX submission_plain ON submission (sequence)
        WHERE sealed = 0 AND state IN ('waiting', 'held', 'refused');
    CREATE INDEX submission_counted ON submission (state) WHERE state IN ('draft', 'refused');

    CREATE TABLE attachment (
        id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
        submission BLOB NOT NULL REFERENCES submission (id) ON DELETE CASCADE,
        file TEXT NOT NULL UNIQUE,
        key BLOB CHECK (length(key) = 32),
        place INTEGER,
        size INTEGER CHECK (size > 0),
        digest TEXT CHECK (length(digest) = 64),
        CHECK ((digest IS NULL) = (size IS NULL) AND (digest IS NULL) = (place IS NULL))
    ) STRICT;
    CREATE INDEX attachment_of ON attachment (submission, place);
    CREATE TRIGGER settled_means_papers_gone BEFORE UPDATE OF state ON submission
    WHEN NEW.state IN ('delivered', 'withdrawn')
        AND EXISTS (SELECT 1 FROM attachment WHERE submission = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'what is settled keeps no papers'); END;
    CREATE TRIGGER settled_takes_no_papers BEFORE INSERT ON attachment
    WHEN (SELECT state FROM submission WHERE id = NEW.submission) IN ('delivered', 'withdrawn')
    BEGIN SELECT RAISE(ABORT, 'what is settled takes no papers'); END;

    CREATE TABLE attempt (
        submission BLOB NOT NULL REFERENCES submission (id) ON DELETE CASCADE,
        digest TEXT NOT NULL CHECK (length(digest) = 64),
        unanswered INTEGER NOT NULL CHECK (unanswered >= 0),
        PRIMARY KEY (submission, digest)
    ) STRICT, WITHOUT ROWID;
    """,
    """
    ALTER TABLE submission ADD COLUMN files INTEGER NOT NULL DEFAULT 0 CHECK (files >= 0);
    ALTER TABLE submission ADD COLUMN files_size INTEGER NOT NULL DEFAULT 0
        CHECK (files_size >= 0);
    ALTER TABLE submission ADD COLUMN files_sent INTEGER NOT NULL DEFAULT 0
        CHECK (files_sent BETWEEN 0 AND files);
    ALTER TABLE submission ADD COLUMN told_at INTEGER
        CHECK (told_at IS NULL OR (state = 'refused' AND phone IS NULL));
    UPDATE submission SET (files, files_size) = (
        SELECT count(*), coalesce(sum(attachment.size), 0) FROM attachment
        WHERE attachment.submission = submission.id AND attachment.digest IS NOT NULL
    ) WHERE id IN (SELECT submission FROM attachment WHERE digest IS NOT NULL);

    -- Few indexes: each one is a page more to write before a screen may say "kept".
    DROP INDEX submission_due;
    DROP INDEX submission_soonest;
    DROP INDEX submission_waiting;
    DROP INDEX submission_counted;
    DROP INDEX submission_drafts;
    CREATE INDEX submission_to_send ON submission
        (state, blocked, files_sent < files, attempts, due, sequence, finished_at)
        WHERE state IN ('waiting', 'held');
    CREATE INDEX submission_drafts ON submission (touched_at) WHERE state = 'draft';
    """,
    """
    -- What people let the kiosk keep of themselves. Marks and keys are made from their cards.
    CREATE TABLE profile (
        mark BLOB NOT NULL PRIMARY KEY CHECK (length(mark) = 32),
        salt BLOB NOT NULL CHECK (length(salt) = 16),
        sealed BLOB NOT NULL CHECK (length(sealed) > 28),
        used_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE profile_try (
        mark BLOB NOT NULL PRIMARY KEY CHECK (length(mark) = 32),
        wrong INTEGER NOT NULL CHECK (wrong > 0),
        tried_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    """,
)
