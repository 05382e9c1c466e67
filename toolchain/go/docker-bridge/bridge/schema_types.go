package bridge

import (
	"strings"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	shim "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim"
	pulumischema "github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

var scalars = map[shim.ValueType]string{
	shim.TypeBool: "boolean", shim.TypeInt: "integer", shim.TypeFloat: "number", shim.TypeString: "string",
}

func (g generator) fieldType(
	token string, field shim.Schema, info *tfbridge.SchemaInfo, selected selection,
) pulumischema.TypeSpec {
	if scalar, ok := scalars[field.Type()]; ok {
		return pulumischema.TypeSpec{Type: scalar}
	}
	element := g.elementType(token, field, info, selected)
	switch {
	case field.Type() == shim.TypeMap:
		return pulumischema.TypeSpec{Type: "object", AdditionalProperties: &element}
	case tfbridge.IsMaxItemsOne(field, info):
		return element
	}
	return pulumischema.TypeSpec{Type: "array", Items: &element}
}

// elementType is what a map, list or set holds; maps without a declared type hold text.
func (g generator) elementType(
	token string, field shim.Schema, info *tfbridge.SchemaInfo, selected selection,
) pulumischema.TypeSpec {
	switch element := field.Elem().(type) {
	case shim.Schema:
		return g.fieldType(token, element, nil, selected)
	case shim.Resource:
		var names map[string]*tfbridge.SchemaInfo
		if info != nil && info.Elem != nil {
			names = info.Elem.Fields
		}
		token = strings.Replace(token, ":index/", ":", 1)
		g.types[token] = pulumischema.ComplexTypeSpec{ObjectTypeSpec: g.object(token, element.Schema(), names, selected)}
		return pulumischema.TypeSpec{Ref: "#/types/" + token}
	}
	return pulumischema.TypeSpec{Type: "string"}
}

func title(name string) string { return strings.ToUpper(name[:1]) + name[1:] }
