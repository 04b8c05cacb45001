"""The same dossier for another system: FHIR R4, one module for each kind of resource."""
