#!/usr/bin/env bash
# Builds the documentation site into artifacts/site/out: the API from the libraries' XML documentation, and the Markdown documents. Any warning is an error.
# Requires a Release build of the libraries and `dotnet tool restore`.
set -euo pipefail
cd "$(dirname "$0")/../.."

site=artifacts/site
rm -rf "$site"
mkdir -p "$site/lib"
# The site is built from a copy of the tracked files, so that relative links between documents resolve as they do in the repository.
git ls-files -z -- '*.md' LICENSE THIRD-PARTY-NOTICES.txt docs samples benchmarks/results | xargs -0 cp --parents -t "$site"
for library in src/FlameScope.*/; do
  name=$(basename "$library")
  # Apps and the module have no API to document.
  case $name in FlameScope.Cli | FlameScope.PowerShell | FlameScope.Cli.Server) continue ;; esac
  cp "artifacts/bin/$name/release_net10.0/$name".{dll,xml} "$site/lib"
done
# The third-party libraries that the libraries refer to. The console app has all of them beside it.
cp artifacts/bin/FlameScope.Cli/release/{Microsoft.Extensions.ObjectPool,Microsoft.Diagnostics.NETCore.Client,ZstdSharp}.dll "$site/lib"
cp artifacts/bin/FlameScope.Cli/release/{Parquet,CommunityToolkit.HighPerformance,K4os.Compression.LZ4,Microsoft.IO.RecyclableMemoryStream,Snappier}.dll "$site/lib"
# Those of the server: its own, and the framework of ASP.NET Core.
cp artifacts/bin/FlameScope.Cli.Server/release/Microsoft.{AspNetCore.,}OpenApi.dll "$site/lib"
cp "$(dotnet --list-runtimes | sed -n 's/^Microsoft.AspNetCore.App \(10[^ ]*\) \[\(.*\)\]$/\2\/\1/p' | tail -n 1)"/*.dll "$site/lib"
cp eng/site/docfx.json eng/site/toc.yml "$site"
cd "$site"
dotnet docfx docfx.json --warningsAsErrors --logLevel warning
printf '%s\n' "Documentation site: $site/out"
