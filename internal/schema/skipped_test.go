package schema_test

const noID = "OpenAPI 3.0 and Swagger 2.0 leave out id: references lead to places"

const otherFormat = "a format that is not asserted"

// skipped says what of the suite's required part does not run and why: a file; a file and the description of a group; both and
// the description of a test. Beside that, texts that "only annotate by default" in format.json: OpenAPI's users expect formats to
// be asserted.
var skipped = map[string]string{
	"vocabulary.json: schema that uses custom metaschema with with no validation vocabulary: no validation: invalid number, but it still validates": "OpenAPI knows only its own vocabularies",
}

// skippedOptional is the same for the optional part.
var skippedOptional = map[string]string{
	"cross-draft.json": "OpenAPI has one dialect in all files of a document",
	"unknownKeyword.json: $id inside an unknown keyword is not a real identifier": "in a document of OpenAPI schemas stand below keywords that JSON Schema does not know",

	"idn-email.json":             otherFormat,
	"idn-hostname.json":          otherFormat,
	"iri.json":                   otherFormat,
	"iri-reference.json":         otherFormat,
	"relative-json-pointer.json": otherFormat,
	"uri-template.json":          otherFormat,
	"hostname.json: validation of A-label (punycode) host names": "needs the tables of IDNA",
}

// skippedDraft4 is the same for draft 4 in the dialects of OpenAPI 3.0 and Swagger 2.0.
var skippedDraft4 = map[string]string{
	"definitions.json": noID,
	"id.json":          noID,
	"ref.json: $ref prevents a sibling id from changing the base uri":                 noID,
	"ref.json: remote ref, containing refs itself":                                    noID,
	"ref.json: Recursive references between schemas":                                  noID,
	"ref.json: Location-independent identifier":                                       noID,
	"ref.json: Location-independent identifier with base URI change in subschema":     noID,
	"ref.json: id must be resolved against nearest parent, not just immediate parent": noID,
	"refRemote.json: base URI change":                                                 noID,
	"refRemote.json: base URI change - change folder":                                 noID,
	"refRemote.json: base URI change - change folder in subschema":                    noID,
	"refRemote.json: Location-independent identifier in remote ref":                   noID,
	"zeroTerminatedFloats.json":                                                       "1.0 is an integer, as it is in every later draft and in other validators of OpenAPI",
}
