import * as http from "./http.js";

export * from "./http.js";
export default http;
