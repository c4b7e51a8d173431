-- The texts of one month in a folder's index (index-1.sql); in each name MONTH stands for the
-- month's number. All are contentless: they hold words and where these are, and the text itself is
-- in the session. rowid: the lower 32 bits of piece.id.
--
-- unicode61 makes words of letters and digits, without case and marks. Chinese, Japanese and Korean
-- have no spaces between words: there each two neighbouring letters are one word, and the last
-- letter is one, too. Zero bytes are left out, and what looks like base64.

-- What people said: titles, prompts, notes.
CREATE VIRTUAL TABLE prompt_MONTH USING fts5(
    text, content = '', tokenize = 'unicode61 remove_diacritics 2'
);

-- What models and tools said. The column that holds the most stands first, where it costs least.
CREATE VIRTUAL TABLE output_MONTH USING fts5(
    result, call, answer, thinking, path, content = '',
    tokenize = 'unicode61 remove_diacritics 2'
);

-- Three neighbouring letters or digits each, of titles, prompts, notes and answers: for parts of
-- words. Each once a text and without places, so that what is found is a candidate until the text
-- was looked at.
CREATE VIRTUAL TABLE letters_MONTH USING fts5(
    text, content = '', detail = none, tokenize = 'unicode61 remove_diacritics 2'
);
