package bridge

import "github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"

// hold gives d other values while upstream's code runs and returns the function that puts the old ones back.
func hold(d *schema.ResourceData, values map[string]any) (restore func()) {
	before := map[string]any{}
	for key, value := range values {
		before[key] = d.Get(key)
		set(d, key, value)
	}
	return func() {
		for key, value := range before {
			set(d, key, value)
		}
	}
}

// set panics where the schema does not know the key or its type: a fault of this package, not of a user.
func set(d *schema.ResourceData, key string, value any) {
	if err := d.Set(key, value); err != nil {
		panic(err)
	}
}

func stringList(values []any) []string {
	result := make([]string, 0, len(values))
	for _, value := range values {
		result = append(result, value.(string))
	}
	return result
}

func stringMap(values map[string]any) map[string]string {
	result := make(map[string]string, len(values))
	for name, value := range values {
		result[name] = value.(string)
	}
	return result
}

func anyMap(values map[string]string) map[string]any {
	result := make(map[string]any, len(values))
	for name, value := range values {
		result[name] = value
	}
	return result
}

func labelMap(labels *schema.Set) map[string]string {
	result := make(map[string]string, labels.Len())
	for _, entry := range labels.List() {
		fields := entry.(map[string]any)
		result[fields["label"].(string)] = fields["value"].(string)
	}
	return result
}

func labelList(labels map[string]string) []any {
	list := make([]any, 0, len(labels))
	for label, value := range labels {
		list = append(list, map[string]any{"label": label, "value": value})
	}
	return list
}
