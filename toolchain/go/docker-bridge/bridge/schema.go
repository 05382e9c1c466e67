package bridge

import (
	"slices"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	shim "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim"
	pulumischema "github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

// Schema describes the plugin in Pulumi's own format. The bridge's generator would do more (documents, examples, SDKs),
// and needs modules that a machine without the vendor's sites cannot get.
func Schema() pulumischema.PackageSpec {
	info := Provider()
	g := generator{types: map[string]pulumischema.ComplexTypeSpec{}}
	provider := g.object("docker:index/provider:Provider", info.P.Schema(), info.Config, inputsOnly)
	spec := pulumischema.PackageSpec{
		Name:      info.Name,
		Version:   info.Version,
		Config:    pulumischema.ConfigSpec{Variables: provider.Properties},
		Provider:  pulumischema.ResourceSpec{InputProperties: provider.Properties},
		Resources: map[string]pulumischema.ResourceSpec{},
		Types:     g.types,
	}
	for name, resource := range info.Resources {
		fields := info.P.ResourcesMap().Get(name).Schema()
		inputs := g.object(string(resource.Tok), fields, resource.Fields, inputsOnly)
		outputs := g.object(string(resource.Tok), fields, resource.Fields, everything)
		spec.Resources[string(resource.Tok)] = pulumischema.ResourceSpec{
			ObjectTypeSpec:  outputs,
			InputProperties: inputs.Properties,
			RequiredInputs:  inputs.Required,
		}
	}
	return spec
}

type generator struct {
	types map[string]pulumischema.ComplexTypeSpec
}

type selection func(shim.Schema) bool

func everything(shim.Schema) bool { return true }

func inputsOnly(field shim.Schema) bool { return field.Optional() || field.Required() }

// object describes the selected fields of one resource or nested block; owner is the token nested types are named after.
func (g generator) object(
	owner string, fields shim.SchemaMap, names map[string]*tfbridge.SchemaInfo, selected selection,
) pulumischema.ObjectTypeSpec {
	spec := pulumischema.ObjectTypeSpec{Type: "object", Properties: map[string]pulumischema.PropertySpec{}}
	fields.Range(func(key string, field shim.Schema) bool {
		if key == "id" || !selected(field) {
			return true
		}
		name := tfbridge.TerraformToPulumiNameV2(key, fields, names)
		spec.Properties[name] = pulumischema.PropertySpec{
			TypeSpec:    g.fieldType(owner+title(name), field, names[key], selected),
			Description: field.Description(),
			Secret:      field.Sensitive(),
		}
		if field.Required() && !isOptional(names[key]) {
			spec.Required = append(spec.Required, name)
		}
		return true
	})
	slices.Sort(spec.Required)
	return spec
}

func isOptional(info *tfbridge.SchemaInfo) bool {
	return info != nil && info.MarkAsOptional != nil && *info.MarkAsOptional
}
