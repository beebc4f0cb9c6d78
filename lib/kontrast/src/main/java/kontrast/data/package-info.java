/** Where data sets come from: bundled, installed, or downloaded with a checksum. */
package kontrast.data;
