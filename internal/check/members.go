package check

import (
	"strings"
	"sync"
)

// The kinds of members that are no objects of OpenAPI. [X] is an array of X, {X} an object of X by name, a|b one of words.
const (
	text = "text"
	flag = "flag"
	any_ = "any"
)

// members says, for each object of OpenAPI 3.0 to 3.2, what it may have: name, a ! where it must (!<3.2: before that
// version), a colon, the kind, and behind an @ the first version that has it. Kinds that begin with & may be a $ref instead.
var members = map[string]string{
	"OpenAPI": `openapi!:text info!:Info jsonSchemaDialect:text@3.1 $self:text@3.2 servers:[Server] paths:{&PathItem}
		webhooks:{&PathItem}@3.1 components:Components security:[{any}] tags:[Tag] externalDocs:Docs`,
	"Info":     `title!:text version!:text summary:text@3.1 description:text termsOfService:text contact:Contact license:License`,
	"Contact":  `name:text url:text email:text`,
	"License":  `name!:text identifier:text@3.1 url:text`,
	"Docs":     `url!:text description:text`,
	"Tag":      `name!:text description:text externalDocs:Docs summary:text@3.2 parent:text@3.2 kind:text@3.2`,
	"Server":   `url!:text description:text name:text@3.2 variables:{Variable}`,
	"Variable": `default!:text enum:[text] description:text`,
	"Components": `schemas:{Schema} responses:{&Response} parameters:{&Parameter} examples:{&Example} requestBodies:{&RequestBody}
		headers:{&Header} securitySchemes:{&SecurityScheme} links:{&Link} callbacks:{&Callback} pathItems:{&PathItem}@3.1 mediaTypes:{&MediaType}@3.2`,
	"PathItem": `$ref:text summary:text description:text servers:[Server] parameters:[&Parameter] get:Operation put:Operation post:Operation
		delete:Operation options:Operation head:Operation patch:Operation trace:Operation query:Operation@3.2 additionalOperations:{Operation}@3.2`,
	"Operation": `tags:[text] summary:text description:text externalDocs:Docs operationId:text parameters:[&Parameter] requestBody:&RequestBody
		responses:Responses callbacks:{&Callback} deprecated:flag security:[{any}] servers:[Server]`,
	"Responses": `*:&Response`,
	"Callback":  `*:&PathItem`,
	"Parameter": `name!:text in!:path|query|header|cookie|querystring description:text required:flag deprecated:flag allowEmptyValue:flag style:text
		explode:flag allowReserved:flag schema:Schema example:any examples:{&Example} content:{&MediaType}`,
	"RequestBody": `content!:{&MediaType} description:text required:flag`,
	"MediaType":   `schema:Schema itemSchema:Schema@3.2 example:any examples:{&Example} encoding:{Encoding} prefixEncoding:[Encoding]@3.2 itemEncoding:Encoding@3.2`,
	"Encoding": `contentType:text headers:{&Header} style:text explode:flag allowReserved:flag encoding:{Encoding}@3.2
		prefixEncoding:[Encoding]@3.2 itemEncoding:Encoding@3.2`,
	"Response": `description!<3.2:text summary:text@3.2 headers:{&Header} content:{&MediaType} links:{&Link}`,
	"Header": `description:text required:flag deprecated:flag allowEmptyValue:flag style:text explode:flag allowReserved:flag schema:Schema
		example:any examples:{&Example} content:{&MediaType}`,
	"Example": `summary:text description:text value:any externalValue:text dataValue:any@3.2 serializedValue:text@3.2`,
	"Link":    `operationRef:text operationId:text parameters:{any} requestBody:any description:text server:Server`,
	"SecurityScheme": `type!:apiKey|http|oauth2|openIdConnect|mutualTLS description:text name:text in:query|header|cookie scheme:text bearerFormat:text
		flows:Flows openIdConnectUrl:text deprecated:flag@3.2 oauth2MetadataUrl:text@3.2`,
	"XML":   `name:text namespace:text prefix:text attribute:flag wrapped:flag nodeType:element|attribute|text|cdata|none@3.2`,
	"Flows": `implicit:Flow password:Flow clientCredentials:Flow authorizationCode:Flow deviceAuthorization:Flow@3.2`,
	"Flow":  `scopes!:{any} authorizationUrl:text tokenUrl:text refreshUrl:text deviceAuthorizationUrl:text@3.2`,
}

// membersOf20 is the same for Swagger 2.0.
var membersOf20 = map[string]string{
	"OpenAPI": `swagger!:text info!:Info host:text basePath:text schemes:[text] consumes:[text] produces:[text] paths:{&PathItem}
		definitions:{Schema} parameters:{Parameter} responses:{Response} securityDefinitions:{SecurityScheme} security:[{any}] tags:[Tag] externalDocs:Docs`,
	"Info":    `title!:text version!:text description:text termsOfService:text contact:Contact license:License`,
	"Contact": `name:text url:text email:text`,
	"License": `name!:text url:text`,
	"Docs":    `url!:text description:text`,
	"Tag":     `name!:text description:text externalDocs:Docs`,
	"PathItem": `$ref:text parameters:[&Parameter] get:Operation put:Operation post:Operation delete:Operation options:Operation
		head:Operation patch:Operation`,
	"Operation": `tags:[text] summary:text description:text externalDocs:Docs operationId:text consumes:[text] produces:[text] parameters:[&Parameter]
		responses:Responses schemes:[text] deprecated:flag security:[{any}]`,
	"Responses": `*:&Response`,
	"Parameter": `name!:text in!:path|query|header|formData|body description:text required:flag allowEmptyValue:flag schema:Schema ` + items20,
	"Header":    `description:text ` + items20,
	"Items":     items20,
	"XML":       `name:text namespace:text prefix:text attribute:flag wrapped:flag`,
	"Response":  `description!:text schema:Schema headers:{Header} examples:{any}`,
	"SecurityScheme": `type!:basic|apiKey|oauth2 description:text name:text in:query|header flow:implicit|password|application|accessCode
		authorizationUrl:text tokenUrl:text scopes:{any}`,
}

// items20 are the keywords of what is described without a schema.
const items20 = `type:text format:text items:Items collectionFormat:csv|ssv|tsv|pipes|multi default:any maximum:any exclusiveMaximum:any minimum:any
	exclusiveMinimum:any maxLength:any minLength:any pattern:any maxItems:any minItems:any uniqueItems:any enum:any multipleOf:any`

// object says what an object may have.
type object struct {
	members map[string]member
	names   []string // of members, for suggestions
	others  string   // the kind of all that is not named; "" where nothing else may be
}

// member is one row of an object.
type member struct {
	kind     string
	required bool
	until    string // the first version that does not require it any more, "" for none
	since    string // the first version that has it, "" for all
}

var (
	objects   = sync.OnceValue(func() map[string]object { return readMembers(members) })
	objects20 = sync.OnceValue(func() map[string]object { return readMembers(membersOf20) })
)

// readMembers reads a table.
func readMembers(table map[string]string) map[string]object {
	all := make(map[string]object, len(table))
	for name, rows := range table { // the order does not show: each fills its own entry
		o := object{members: map[string]member{}}
		for row := range strings.FieldsSeq(rows) {
			key, kind, _ := strings.Cut(row, ":")
			kind, since, _ := strings.Cut(kind, "@")
			if key == "*" {
				o.others = kind
				continue
			}
			key, until, required := strings.Cut(key, "!")
			o.members[key] = member{kind, required, strings.TrimPrefix(until, "<"), since}
			o.names = append(o.names, key)
		}
		all[name] = o
	}
	return all
}

// keywords are those that a schema may have in any version: JSON Schema 2020-12, OpenAPI's own, and the older ones that
// still occur.
var keywords = strings.Fields(`$schema $id $ref $anchor $dynamicRef $dynamicAnchor $vocabulary $comment $defs definitions type enum const
	format pattern minLength maxLength minimum maximum exclusiveMinimum exclusiveMaximum multipleOf
	items additionalItems prefixItems contains minContains maxContains minItems maxItems uniqueItems unevaluatedItems
	properties patternProperties additionalProperties unevaluatedProperties propertyNames required minProperties maxProperties
	dependentRequired dependentSchemas dependencies allOf anyOf oneOf not if then else
	contentEncoding contentMediaType contentSchema discriminator xml externalDocs example examples default nullable
	readOnly writeOnly deprecated title description id`)

// The keywords of a schema that hold schemas: one, an array of them, or an object of them.
var (
	oneSchema      = strings.Fields(`items additionalItems contains unevaluatedItems additionalProperties unevaluatedProperties propertyNames not if then else contentSchema`)
	severalSchemas = strings.Fields(`allOf anyOf oneOf prefixItems`)
	namedSchemas   = strings.Fields(`properties patternProperties dependentSchemas $defs definitions`)
)
