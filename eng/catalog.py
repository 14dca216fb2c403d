#!/usr/bin/env python3
"""Writes src/Orchestration.Core/Models/catalog.json from a price list.

    python3 eng/catalog.py path/to/models.json > src/Orchestration.Core/Models/catalog.json

The rules by which figures are taken over, left out or derived are told in docs/prices.md. The build does not need this script.
"""

import json
import sys
from decimal import Decimal

RATES = [("input", "in"), ("output", "out"), ("cached_input", "cached"), ("cache_write", "write"), ("cache_write_1h", "write1h"),
         ("reasoning", "reasoning")]
ABILITIES = [("tools", "tools"), ("structured_output", "schema"), ("vision", "images"), ("reasoning", "reasoning"), ("prompt_caching", "caching")]
# The list's own names of its sources, and ours.
SOURCES = {"Wei-Shaw-2026-07-24": "litellm-2026-07-24", "WellMaxWang-2026-07-02": "litellm-2026-07-02", "hand": "own-2026-07-24"}
# Music, sold by the song; a retired chat model that the list takes for an embedding and gives no output price.
LEFT_OUT = ("lyria-", "gemini-1.5-flash")


def rates(row):
    return {ours: row[theirs + "_per_mtok"] for theirs, ours in RATES if theirs + "_per_mtok" in row}


def with_hour_write(row, provider):
    """Anthropic sells a 1-hour write at twice the input; the list has it only for the first price of a model."""
    if provider == "anthropic" and "write" in row and "write1h" not in row:
        row = {**row, "write1h": row["in"] * 2}
    return row


def has_price(model):
    """A zero is a price where the user's own machine does the work; elsewhere it means that the price is not by token."""
    own_machine = model["provider"] == "ollama" and not model["model"].endswith("-cloud")
    return own_machine or model["input_per_mtok"] > 0


def entry(model):
    provider, result = model["provider"], {}
    dated = model.get("effective", [])
    if has_price(model):
        result |= rates(model)
        if model["mode"] == "embedding":
            result["out"] = Decimal(0)
        if "batch_input_per_mtok" in model:
            result |= {"batchIn": model["batch_input_per_mtok"], "batchOut": model["batch_output_per_mtok"]}
        if "long_context" in model:
            # A tier that lists no output rate, or no input rate, keeps the base's.
            base = {"in": result["in"], "out": result["out"]}
            result["long"] = [
                {"above": tier["above_input_tokens"], **with_hour_write(base | rates(tier), provider)} for tier in model["long_context"]]
        later = [{"from": price["from"], **with_hour_write(rates(price), provider)} for price in dated if "from" in price]
        if later:
            result["later"] = later
        result["source"] = next(ours for theirs, ours in SOURCES.items() if model["source"].startswith(theirs))
    result["context"] = model["context_window"]
    if "max_output_tokens" in model and model["mode"] != "embedding":
        result["maxOutput"] = model["max_output_tokens"]
    # Ollama's server holds any model to a schema, by grammar, whatever a list says of the model (https://docs.ollama.com/capabilities/structured-outputs).
    abilities = [ours for theirs, ours in ABILITIES if model.get(theirs) or (ours == "schema" and provider == "ollama")]
    result["can"] = "embeddings" if model["mode"] == "embedding" else " ".join(["chat", *abilities])
    return result


def text(value):
    """Compact JSON on one line, with a blank after each comma and colon."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{json.dumps(key)}: {text(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(text(item) for item in value) + "]"
    return format(value.normalize(), "f") if isinstance(value, Decimal) else json.dumps(value)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        listed = json.load(file, parse_float=Decimal)["models"]
    listed = [model for model in listed if not model["model"].startswith(LEFT_OUT)]
    providers = sorted({model["provider"] for model in listed})
    print("{")
    print('  "about": "US dollars per million tokens. Rules and caveats: docs/prices.md.",')
    print('  "credit": "Figures derived from model_prices_and_context_window.json of BerriAI/litellm, MIT License, Copyright (c) 2023 Berri AI.",')
    print('  "sources": {')
    print('    "litellm-2026-07-02": { "name": "litellm", "asOf": "2026-07-02" },')
    print('    "litellm-2026-07-24": { "name": "litellm", "asOf": "2026-07-24" },')
    print('    "own-2026-07-24": { "name": "runs on your own machine", "asOf": "2026-07-24" }')
    print("  },")
    print('  "providers": {')
    for provider in providers:
        print(f"    {json.dumps(provider)}: {{")
        rows = sorted((model for model in listed if model["provider"] == provider), key=lambda model: model["model"])
        print(",\n".join(f"      {json.dumps(model['model'])}: {text(entry(model))}" for model in rows))
        print("    }" + ("," if provider != providers[-1] else ""))
    print("  }")
    print("}")


main()
