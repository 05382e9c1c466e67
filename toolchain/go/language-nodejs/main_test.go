package main

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

func inProject(t *testing.T, text string) {
	t.Helper()
	folder := t.TempDir()
	if text != "" {
		if err := os.WriteFile(filepath.Join(folder, "Pulumi.yaml"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	below := filepath.Join(folder, "below")
	if err := os.Mkdir(below, 0o700); err != nil {
		t.Fatal(err)
	}
	before, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chdir(below); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chdir(before) })
}

func TestFlagsAreTheOptionsOfTheProjectAround(t *testing.T) {
	cases := []struct {
		project string
		want    []string
	}{
		{"", nil},
		{"name: p\nruntime: nodejs\n", nil},
		{
			"name: p\nruntime:\n  name: nodejs\n  options:\n    packagemanager: npm\n    typescript: false\n" +
				"    nodeargs: --require tsx/cjs\n    tsconfig: a b.json\nconfig:\n  p:list:\n    type: object\n",
			[]string{"-typescript=false", "-nodeargs=--require tsx/cjs", "-tsconfig=a b.json"},
		},
	}
	for _, c := range cases {
		inProject(t, c.project)
		options, err := projectOptions()
		if err != nil {
			t.Fatal(err)
		}
		if got := flags(options); !reflect.DeepEqual(got, c.want) {
			t.Errorf("project %q: flags %q, want %q", c.project, got, c.want)
		}
	}
}

func TestAProjectFileThatCannotBeReadIsAnError(t *testing.T) {
	inProject(t, "name: p\nruntime: [nodejs\n")
	if _, err := projectOptions(); err == nil {
		t.Error("no error")
	}
}
