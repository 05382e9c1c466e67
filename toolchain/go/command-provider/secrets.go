package main

import (
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

// shortestSecretLine keeps the lines of a long secret text that say nothing, such as ");", out of the redaction.
const shortestSecretLine = 4

// secrets are the texts that must not reach a log or an error.
type secrets []string

// secretsIn collects the text of everything marked secret: each whole value, and each line of it, since programs tend
// to quote the line they fail at. The longest come first, so that a line does not spoil its text.
func secretsIn(inputs property.Map) secrets {
	found := map[string]bool{}
	collect(property.New(inputs), false, found)
	delete(found, "")
	var result secrets
	for secret := range found {
		result = append(result, secret)
	}
	slices.SortFunc(result, func(a, b string) int { return len(b) - len(a) })
	return result
}

func collect(value property.Value, secret bool, found map[string]bool) {
	secret = secret || value.Secret()
	switch {
	case value.IsString() && secret:
		found[value.AsString()] = true
		for _, line := range strings.Split(value.AsString(), "\n") {
			if line = strings.TrimSpace(line); len(line) >= shortestSecretLine {
				found[line] = true
			}
		}
	case value.IsArray():
		for _, element := range value.AsArray().All {
			collect(element, secret, found)
		}
	case value.IsMap():
		for _, field := range value.AsMap().All {
			collect(field, secret, found)
		}
	}
}

func (s secrets) redact(message string) string {
	for _, secret := range s {
		message = strings.ReplaceAll(message, secret, "[secret]")
	}
	return message
}
