// Packs dist/pivot-lsp.vsix: a zip with the manifest that VS Code asks for (Open Packaging Conventions) and the
// extension below `extension/`. Entries are deflated, and dated by nothing, so that equal input gives equal bytes.
import { readFileSync, writeFileSync } from "node:fs";
import { crc32, deflateRawSync } from "node:zlib";

const manifest = JSON.parse(readFileSync("package.json", "utf8"));
const escape = (text) => text.replace(/[<>&"]/g, (c) => ({ "<": "&lt;", ">": "&gt;", "&": "&amp;", '"': "&quot;" })[c]);

const property = (id, value) => `<Property Id="Microsoft.VisualStudio.${id}" Value="${escape(value)}"/>`;
const vsixManifest = `<?xml version="1.0" encoding="utf-8"?>
<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011">
  <Metadata>
    <Identity Language="en-US" Id="${manifest.name}" Version="${manifest.version}" Publisher="${manifest.publisher}"/>
    <DisplayName>${escape(manifest.displayName)}</DisplayName>
    <Description xml:space="preserve">${escape(manifest.description)}</Description>
    <Tags>${escape(manifest.keywords.join(","))}</Tags>
    <Categories>${escape(manifest.categories.join(","))}</Categories>
    <Properties>
      ${property("Code.Engine", manifest.engines.vscode)}
      ${property("Code.ExtensionKind", manifest.extensionKind.join(","))}
    </Properties>
  </Metadata>
  <Installation><InstallationTarget Id="Microsoft.VisualStudio.Code"/></Installation>
  <Dependencies/>
  <Assets>
    <Asset Type="Microsoft.VisualStudio.Code.Manifest" Path="extension/package.json" Addressable="true"/>
    <Asset Type="Microsoft.VisualStudio.Services.Content.Details" Path="extension/README.md" Addressable="true"/>
  </Assets>
</PackageManifest>
`;
const types = { js: "application/javascript", json: "application/json", md: "text/markdown", vsixmanifest: "text/xml" };
const contentTypes = `<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">${Object.entries(types)
  .map(([extension, type]) => `<Default Extension=".${extension}" ContentType="${type}"/>`)
  .join("")}</Types>
`;

const { scripts, devDependencies, ...shipped } = manifest;
const files = [
  ["extension.vsixmanifest", vsixManifest],
  ["[Content_Types].xml", contentTypes],
  ["extension/package.json", JSON.stringify(shipped, null, 2)],
  ["extension/README.md", readFileSync("README.md")],
  ["extension/dist/extension.js", readFileSync("dist/extension.js")],
].map(([name, content]) => [Buffer.from(name), Buffer.from(content)]);

// PKWARE APPNOTE: local header, data, ... then the central directory and its end record. 0x21 is 1 January 1980.
const bodies = [];
const directory = [];
let offset = 0;
for (const [name, content] of files) {
  const data = deflateRawSync(content, { level: 9 });
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(8, 4);
  common.writeUInt16LE(0x21, 8);
  common.writeUInt32LE(crc32(content), 10);
  common.writeUInt32LE(data.length, 14);
  common.writeUInt32LE(content.length, 18);
  common.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from("PK\x03\x04"), common, name, data]);
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(offset, 10);
  directory.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x00"), common, rest, name]));
  bodies.push(local);
  offset += local.length;
}
const central = Buffer.concat(directory);
const end = Buffer.alloc(22);
end.write("PK\x05\x06", "latin1");
end.writeUInt16LE(files.length, 8);
end.writeUInt16LE(files.length, 10);
end.writeUInt32LE(central.length, 12);
end.writeUInt32LE(offset, 16);
const archive = Buffer.concat([...bodies, central, end]);
writeFileSync("dist/pivot-lsp.vsix", archive);
console.log(`dist/pivot-lsp.vsix: ${files.length} files, ${archive.length} bytes`);
