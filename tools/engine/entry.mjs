// The one thing that our pages take from the engine.
export { loadForm } from "@getodk/xforms-engine";
