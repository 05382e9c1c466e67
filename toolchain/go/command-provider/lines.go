package main

import (
	"bytes"
	"io"
)

// lineLog passes what a process prints on to the user, whole redacted lines at a time.
type lineLog struct {
	log    func(string)
	hidden secrets
	off    bool
	part   []byte
}

func (l *lineLog) Write(data []byte) (int, error) {
	l.part = append(l.part, data...)
	for {
		end := bytes.IndexByte(l.part, '\n')
		if end < 0 {
			return len(data), nil
		}
		l.emit(string(l.part[:end]))
		l.part = l.part[end+1:]
	}
}

// flush emits a last line that no newline ended.
func (l *lineLog) flush() {
	l.emit(string(l.part))
	l.part = nil
}

func (l *lineLog) emit(line string) {
	if !l.off && line != "" {
		l.log(l.hidden.redact(line))
	}
}

type tee [2]io.Writer

func (t tee) Write(data []byte) (int, error) { return io.MultiWriter(t[0], t[1]).Write(data) }
