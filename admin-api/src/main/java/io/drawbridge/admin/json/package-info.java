/**
 * How the API reads JSON: strictly, because a misspelt limit that is passed over in silence is no limit. Turns what
 * Jackson finds wrong into problems. Start reading at {@link io.drawbridge.admin.json.JsonReader}.
 */
package io.drawbridge.admin.json;
