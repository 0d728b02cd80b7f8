# Facts, a line each, to an SPDX document; docker/debian/sbom calls this.

def id: "SPDXRef-" + gsub("[^A-Za-z0-9.]"; "-");
def of_file: "File-" + .path | id;
def of_program($arch): "Package-my_init-" + $arch | id;
def of_part: "Package-" + .name + "-" + .version | id;

[inputs | split(" ")] as $facts
| [$facts[] | select(.[0] == "file")
	| {arch: .[1], sha1: .[2], sha256: .[3], path: (.[4:] | join(" "))}] as $files
| [$facts[] | select(.[0] == "part")
	| {arch: .[1], name: .[2], version: .[3], of: .[4], license: (.[5] | gsub("~"; " "))}] as $parts
| [$facts[] | select(.[0] == "code") | {arch: .[1], code: .[2]}] as $programs
| {
	spdxVersion: "SPDX-2.3",
	dataLicense: "CC0-1.0",
	SPDXID: "SPDXRef-DOCUMENT",
	name: "my_init-\($version)",
	documentNamespace: "https://spdx.org/spdxdocs/my_init-\($version)-\($sum)",
	creationInfo: {
		created: ($time | todate),
		creators: ["Organization: The my_init authors", "Tool: my_init-sbom-\($version)"]
	},
	packages: ([$programs[] | {
		SPDXID: of_program(.arch),
		name: "my_init",
		versionInfo: $version,
		downloadLocation: "NOASSERTION",
		filesAnalyzed: true,
		packageVerificationCode: {packageVerificationCodeValue: .code},
		licenseConcluded: "NOASSERTION",
		licenseDeclared: "ISC",
		copyrightText: "Copyright (c) 2026 The my_init authors",
		primaryPackagePurpose: "APPLICATION",
		comment: "Static programs for \(.arch)."
	}] + ([$parts[] | {
		SPDXID: of_part,
		name,
		versionInfo: .version,
		supplier: "Organization: Debian",
		downloadLocation: "NOASSERTION",
		filesAnalyzed: false,
		licenseConcluded: "NOASSERTION",
		licenseDeclared: .license,
		copyrightText: "NOASSERTION",
		primaryPackagePurpose: "LIBRARY",
		externalRefs: [{
			referenceCategory: "PACKAGE-MANAGER",
			referenceType: "purl",
			referenceLocator: "pkg:deb/debian/\(.name)@\(.version | @uri)?arch=\(.of)"
		}]
	}] | unique_by(.SPDXID))),
	files: [$files[] | {
		SPDXID: of_file,
		fileName: "./\(.path)",
		checksums: [
			{algorithm: "SHA1", checksumValue: .sha1},
			{algorithm: "SHA256", checksumValue: .sha256}
		],
		licenseConcluded: "NOASSERTION",
		copyrightText: "NOASSERTION"
	}],
	relationships: ([$programs[] | {
		spdxElementId: "SPDXRef-DOCUMENT",
		relationshipType: "DESCRIBES",
		relatedSpdxElement: of_program(.arch)
	}] + [$parts[] | {
		spdxElementId: of_program(.arch),
		relationshipType: "STATIC_LINK",
		relatedSpdxElement: of_part
	}] + [$files[] | {
		spdxElementId: of_program(.arch),
		relationshipType: "CONTAINS",
		relatedSpdxElement: of_file
	}])
}
