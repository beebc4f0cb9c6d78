package kontrast.data;

/**
 * One decoded picture: colour multiplied by alpha, as it must be for resampling, in the order
 * (channel, row, column) with the channels red, green, blue and alpha in [0, 1].
 */
@SuppressWarnings("ArrayRecordComponent") // never compared with equals, so an array is safe here
record Bitmap(float[] values, int width, int height) {

    /** The largest square in the middle. */
    Bitmap square() {
        int side = Math.min(width, height);
        int left = (width - side) / 2;
        int top = (height - side) / 2;
        float[] out = new float[4 * side * side];
        for (int c = 0; c < 4; c++) {
            for (int y = 0; y < side; y++) {
                System.arraycopy(values, (c * height + top + y) * width + left, out, (c * side + y) * side, side);
            }
        }
        return new Bitmap(out, side, side);
    }

    /** All of it in the middle of a transparent square. */
    Bitmap padded() {
        int side = Math.max(width, height);
        int left = (side - width) / 2;
        int top = (side - height) / 2;
        float[] out = new float[4 * side * side];
        for (int c = 0; c < 4; c++) {
            for (int y = 0; y < height; y++) {
                System.arraycopy(values, (c * height + y) * width, out, (c * side + top + y) * side + left, width);
            }
        }
        return new Bitmap(out, side, side);
    }

    /**
     * The same picture of another size: a mean weighted by a triangle that is as wide as two pixels
     * of the coarser grid, along rows and then columns. Reducing does not alias, and enlarging is
     * bilinear.
     */
    Bitmap resized(int newWidth, int newHeight) {
        float[] across = new float[4 * height * newWidth];
        float[][] wx = weights(width, newWidth);
        for (int row = 0; row < 4 * height; row++) {
            for (int x = 0; x < newWidth; x++) {
                float sum = 0;
                for (int k = 1; k < wx[x].length; k++) {
                    sum += wx[x][k] * values[row * width + (int) wx[x][0] + k - 1];
                }
                across[row * newWidth + x] = sum;
            }
        }
        float[] out = new float[4 * newHeight * newWidth];
        float[][] wy = weights(height, newHeight);
        for (int c = 0; c < 4; c++) {
            for (int y = 0; y < newHeight; y++) {
                for (int k = 1; k < wy[y].length; k++) {
                    int from = (c * height + (int) wy[y][0] + k - 1) * newWidth;
                    for (int x = 0; x < newWidth; x++) {
                        out[(c * newHeight + y) * newWidth + x] += wy[y][k] * across[from + x];
                    }
                }
            }
        }
        return new Bitmap(out, newWidth, newHeight);
    }

    /** For each place of the new grid the first old place, then the weights from there on. */
    private static float[][] weights(int from, int to) {
        double scale = (double) from / to;
        double radius = Math.max(1, scale);
        float[][] all = new float[to][];
        for (int i = 0; i < to; i++) {
            double centre = (i + 0.5) * scale;
            int first = Math.max(0, (int) Math.floor(centre - radius));
            int last = Math.min(from - 1, (int) Math.ceil(centre + radius));
            double[] w = new double[last - first + 1];
            double sum = 0;
            for (int k = 0; k < w.length; k++) {
                w[k] = Math.max(0, 1 - Math.abs(first + k + 0.5 - centre) / radius);
                sum += w[k];
            }
            all[i] = new float[w.length + 1];
            all[i][0] = first;
            for (int k = 0; k < w.length; k++) {
                all[i][k + 1] = (float) (w[k] / sum);
            }
        }
        return all;
    }

    /** Bytes of red, green and blue on white. */
    void onWhite(byte[] to, int at) {
        int area = width * height;
        for (int c = 0; c < 3; c++) {
            for (int i = 0; i < area; i++) {
                to[at + c * area + i] = value(values[c * area + i] + 1 - values[3 * area + i]);
            }
        }
    }

    /** Bytes of red, green, blue and alpha; the colour no longer multiplied, black where unseen. */
    void rgba(byte[] to, int at) {
        int area = width * height;
        for (int i = 0; i < area; i++) {
            float alpha = values[3 * area + i];
            to[at + 3 * area + i] = value(alpha);
            for (int c = 0; c < 3; c++) {
                boolean seen = value(alpha) != 0;
                to[at + c * area + i] = seen ? value(values[c * area + i] / alpha) : 0;
            }
        }
    }

    private static byte value(float v) {
        return (byte) Math.round(255 * Math.min(1, Math.max(0, v)));
    }
}
