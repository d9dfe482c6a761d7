"""What describes the data that are taken away: the Data Package with hashes, and CSVW."""

from __future__ import annotations

import copy
import hashlib
import re
from typing import Any

from companion import data, edition

# Table Schema type -> CSVW datatype.
_DATATYPES = {"number": "decimal", "integer": "integer", "date": "date", "boolean": "boolean"}


def citation() -> dict[str, Any]:
    """``CITATION.cff`` as a dict: the one record of title, authors and licences.

    The version is that of the data.
    """
    return edition.record()


def package() -> dict[str, Any]:
    """The Data Package descriptor with each file's bytes and hash, who made it and what beside.

    The tables are the resources of ``datapackage.json``; the bibliography and the geography are
    added as files. The house's own sums stay in, since they document the data.
    """
    cff = citation()
    out = copy.deepcopy(data.package())
    out["contributors"] = [{"title": author["name"]} for author in cff["authors"]]
    out["keywords"] = cff["keywords"]
    out["resources"] += [
        {
            "name": "references",
            "title": "Bibliography",
            "description": "Every source under the key by which rows cite it.",
            "path": "references.bib",
            "format": "bib",
            "mediatype": "application/x-bibtex",
            "encoding": "utf-8",
        },
        {
            "name": "geography",
            "title": "Coasts and boundaries",
            "description": "The simplified extract that the maps are drawn on.",
            "path": "geography.geojson",
            "format": "geojson",
            "mediatype": "application/geo+json",
            "encoding": "utf-8",
        },
    ]
    for resource in out["resources"]:
        content = (data.ROOT / resource["path"]).read_bytes()
        resource["bytes"] = len(content)
        resource["hash"] = f"sha256:{hashlib.sha256(content).hexdigest()}"
    return out


def csvw() -> dict[str, Any]:
    """The tables as a CSVW table group (CSV on the Web, W3C 2015)."""
    cff = citation()
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": cff["title"],
        "dc:description": cff["abstract"],
        "dc:creator": [author["name"] for author in cff["authors"]],
        "dc:license": {"@id": data.package()["licenses"][0]["path"]},
        "dialect": {"encoding": "utf-8", "delimiter": ",", "header": True, "doubleQuote": True},
        "tables": [_table(resource) for resource in data.package()["resources"]],
    }


def _table(resource: dict[str, Any]) -> dict[str, Any]:
    schema = resource["schema"]
    out: dict[str, Any] = {"columns": [_column(field) for field in schema["fields"]]}
    if "primaryKey" in schema:
        out["primaryKey"] = schema["primaryKey"]
    # CSVW's validators take a blank cell of a foreign key for a fault.
    must = {f["name"] for f in schema["fields"] if f.get("constraints", {}).get("required")}
    keys = [key for key in schema.get("foreignKeys", []) if must.issuperset(key["fields"])]
    if keys:
        out["foreignKeys"] = [_foreign_key(key) for key in keys]
    return {
        "url": resource["path"],
        "dc:title": resource["title"],
        "dc:description": resource["description"],
        "tableSchema": out,
    }


def _foreign_key(key: dict[str, Any]) -> dict[str, Any]:
    target = data.resource(key["reference"]["resource"])["path"]
    return {
        "columnReference": key["fields"],
        "reference": {"resource": target, "columnReference": key["reference"]["fields"]},
    }


def _column(field: dict[str, Any]) -> dict[str, Any]:
    rules = field.get("constraints", {})
    return {
        "name": field["name"],
        "titles": field["name"],
        "dc:title": field["title"],
        "dc:description": field["description"],
        "datatype": _datatype(field["type"], rules),
        "required": bool(rules.get("required")),
    }


def _datatype(kind: str, rules: dict[str, Any]) -> dict[str, Any] | str:
    if kind == "string" and "enum" in rules:
        return {"base": "string", "format": "|".join(re.escape(str(v)) for v in rules["enum"])}
    if kind == "date":
        return {"base": "date", "format": "yyyy-MM-dd"}
    if kind == "boolean":
        return {"base": "boolean", "format": "true|false"}
    bounds: dict[str, Any] = {k: v for k, v in rules.items() if k in {"minimum", "maximum"}}
    base = _DATATYPES.get(kind, "string")
    return {"base": base, **bounds} if bounds else base
