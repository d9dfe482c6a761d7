// Python in the background: loads what `companion/wasm/assemble.py` has put beside the pages, then
// runs one cell after another. Messages in: `start`, `run`; out: `progress`, `ready`, `ran`, `failed`.
const base = new URL("../pyodide/", import.meta.url);
const site = "/lib/python3.12/site-packages";
const home = "/home/pyodide";

const loadAll = async () => {
  const answer = await fetch(new URL("manifest.json", base));
  if (!answer.ok) throw new Error(`manifest.json: ${answer.status}`);
  const sizes = await answer.json();
  const total = Object.values(sizes).reduce((sum, size) => sum + size, 0);
  let loaded = 0;
  const load = async (name) => {
    const response = await fetch(new URL(name, base));
    if (!response.ok) throw new Error(`${name}: ${response.status}`);
    const counted = new TransformStream({
      transform(chunk, controller) {
        loaded = Math.min(total, loaded + chunk.length); // more, where a server has packed it again
        postMessage({ type: "progress", loaded, total });
        controller.enqueue(chunk);
      },
    });
    const bytes = new Uint8Array(await new Response(response.body.pipeThrough(counted)).arrayBuffer());
    // A server may have unpacked it on the way.
    if (!name.endsWith(".gz") || bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
    const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Uint8Array(await new Response(unpacked).arrayBuffer());
  };
  const names = Object.keys(sizes);
  return new Map((await Promise.all(names.map(load))).map((bytes, n) => [names[n].replace(/\.gz$/, ""), bytes]));
};

let run;

const start = async () => {
  const files = await loadAll();
  postMessage({ type: "starting" });
  // Pyodide asks for its own files by address; they are here already.
  const types = { wasm: "application/wasm", json: "application/json", zip: "application/zip" };
  const outside = self.fetch.bind(self);
  self.fetch = (wanted, options) => {
    const url = String(wanted.url ?? wanted);
    const name = url.startsWith(base.href) ? url.slice(base.href.length) : "";
    if (!files.has(name)) return outside(wanted, options);
    return Promise.resolve(new Response(files.get(name), { headers: { "Content-Type": types[name.split(".").pop()] ?? "" } }));
  };
  const { loadPyodide } = await import(new URL("pyodide.mjs", base).href);
  const python = await loadPyodide({ indexURL: base.href, env: { HOME: home, PYTHONHASHSEED: "0" } });
  python.unpackArchive(files.get("packages.tar"), "tar", { extractDir: site });
  python.unpackArchive(files.get("companion.tar"), "tar", { extractDir: home });
  files.clear();
  run = python.runPython(`
import json, sys
import pandas, plotly.graph_objects # while the page says that Python starts
sys.path.insert(0, "${home}")
from companion.wasm.cells import Session
session = None

def run(source, name, fresh):
    global session
    if fresh or session is None:
        session = Session()
    return json.dumps(session.run(source, name))

run`);
};

self.onmessage = async ({ data }) => {
  try {
    if (data.type === "start") {
      await start();
      postMessage({ type: "ready" });
    } else {
      postMessage({ type: "ran", place: data.place, result: JSON.parse(run(data.source, data.name, data.fresh)) });
    }
  } catch (error) {
    postMessage({ type: "failed", message: String(error.message ?? error) });
  }
};
