package infer

import "mockserver/internal/spec"

func Document(d *spec.Document) *Meaning { return &Meaning{} }
