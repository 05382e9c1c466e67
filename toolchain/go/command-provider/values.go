package main

import (
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

// text gives a property's text, or "" when it is absent or not known yet.
func text(m property.Map, name string) string {
	if value := m.Get(name); value.IsString() {
		return value.AsString()
	}
	return ""
}

func texts(value property.Value) []string {
	var result []string
	if value.IsArray() {
		for _, element := range value.AsArray().All {
			result = append(result, element.AsString())
		}
	}
	return result
}

func isText(value property.Value) bool { return value.IsString() || value.IsComputed() }

func isMapOfText(value property.Value) bool {
	if !value.IsMap() {
		return false
	}
	for _, element := range value.AsMap().All {
		if !isText(element) {
			return false
		}
	}
	return true
}

func isListOfText(value property.Value) bool {
	return value.IsArray() && !slices.ContainsFunc(value.AsArray().AsSlice(), func(element property.Value) bool {
		return !isText(element)
	})
}

func isLogging(value property.Value) bool {
	return value.IsString() && slices.Contains(loggings, value.AsString())
}

func nothing(property.Value) bool { return false }

// plain strips a value of its marks, for comparison; files are known by their hash.
func plain(value property.Value) any {
	switch {
	case value.IsArray():
		elements := make([]any, 0, value.AsArray().Len())
		for _, element := range value.AsArray().All {
			elements = append(elements, plain(element))
		}
		return elements
	case value.IsMap():
		fields := map[string]any{}
		for name, field := range value.AsMap().All {
			fields[name] = plain(field)
		}
		return fields
	case value.IsAsset():
		return value.AsAsset().Hash
	case value.IsArchive():
		return value.AsArchive().Hash
	case value.IsString():
		return value.AsString()
	case value.IsNumber():
		return value.AsNumber()
	case value.IsBool():
		return value.AsBool()
	}
	return nil
}
