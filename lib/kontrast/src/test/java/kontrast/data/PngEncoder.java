package kontrast.data;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * PNG of 8-bit RGBA: for each row the filter with the least sum of absolute values. The same bytes
 * on every machine, but for the compressor behind {@link Deflater}.
 */
final class PngEncoder {

    private PngEncoder() {}

    /** Encodes straight ARGB, row by row. */
    static byte[] encode(int[] argb, int width, int height) throws IOException {
        int stride = width * 4;
        byte[] above = new byte[stride];
        byte[] row = new byte[stride];
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try (DeflaterOutputStream zip = new DeflaterOutputStream(data, deflater)) {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    int p = argb[y * width + x];
                    row[4 * x] = (byte) (p >> 16);
                    row[4 * x + 1] = (byte) (p >> 8);
                    row[4 * x + 2] = (byte) p;
                    row[4 * x + 3] = (byte) (p >>> 24);
                }
                byte[] best = null;
                long least = Long.MAX_VALUE;
                for (int type = 0; type < 5; type++) {
                    byte[] filtered = filter(type, row, above);
                    long sum = 0;
                    for (int i = 1; i < filtered.length; i++) {
                        sum += Math.abs(filtered[i]);
                    }
                    if (sum < least) {
                        least = sum;
                        best = filtered;
                    }
                }
                zip.write(best);
                byte[] swap = above;
                above = row;
                row = swap;
            }
        } finally {
            deflater.end();
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        DataOutputStream h = new DataOutputStream(header);
        h.writeInt(width);
        h.writeInt(height);
        h.write(new byte[] {8, 6, 0, 0, 0});
        chunk(png, "IHDR", header.toByteArray());
        chunk(png, "IDAT", data.toByteArray());
        chunk(png, "IEND", new byte[0]);
        return png.toByteArray();
    }

    private static byte[] filter(int type, byte[] row, byte[] above) {
        byte[] out = new byte[row.length + 1];
        out[0] = (byte) type;
        for (int i = 0; i < row.length; i++) {
            int a = i < 4 ? 0 : row[i - 4] & 0xFF;
            int b = above[i] & 0xFF;
            int c = i < 4 ? 0 : above[i - 4] & 0xFF;
            int predicted = switch (type) {
                case 0 -> 0;
                case 1 -> a;
                case 2 -> b;
                case 3 -> (a + b) / 2;
                default -> paeth(a, b, c);
            };
            out[i + 1] = (byte) (row[i] - predicted);
        }
        return out;
    }

    private static int paeth(int a, int b, int c) {
        int pa = Math.abs(b - c);
        int pb = Math.abs(a - c);
        int pc = Math.abs(a + b - 2 * c);
        return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
    }

    private static void chunk(ByteArrayOutputStream png, String type, byte[] data) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(data);
        DataOutputStream out = new DataOutputStream(png);
        out.writeInt(data.length);
        out.write(name);
        out.write(data);
        out.writeInt((int) crc.getValue());
    }
}
