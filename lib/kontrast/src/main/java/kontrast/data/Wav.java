package kontrast.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Sound from a WAV file: RIFF, one channel, 16-bit PCM, as telephones and speech data have it.
 *
 * <pre>
 *   "RIFF" size "WAVE"   then chunks: name, size, content, padded to an even length
 *   "fmt "  format 1 (PCM), channels, rate, bytes a second, bytes a sample of all channels, bits
 *   "data"  samples, little-endian
 * </pre>
 *
 * <p>All that these numbers say twice is compared, and they must add up to the file's size. What
 * they cannot show is a changed sample: a list of checksums does.
 *
 * @param rate samples a second
 * @param samples the samples, as they are in the file, perhaps none; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // numbers in bulk: a copy at each access costs too much
record Wav(int rate, short[] samples) {

    /** More than an hour at 8 kHz: no recording of speech is longer, and no other file is read. */
    private static final long LARGEST = 64_000_000;

    private static final int PCM = 1;

    /**
     * Reads a file.
     *
     * @param file a WAV file
     * @param remedy what to do if it is damaged
     * @throws DataException if it is missing, truncated, too long, damaged or of another kind
     */
    static Wav read(Path file, String remedy) {
        if (!Files.isRegularFile(file)) {
            String found = Files.exists(file) ? "something that is not a file" : "no such file";
            throw new DataException(file, "a WAV file", found, remedy);
        }
        try {
            long size = Files.size(file);
            if (size > LARGEST) {
                throw new DataException(
                        file,
                        "a recording of at most %,d bytes".formatted(LARGEST),
                        "%,d bytes".formatted(size),
                        remedy);
            }
            return of(file, Files.readAllBytes(file), remedy);
        } catch (IOException e) {
            throw new DataException(file, "a file that can be read", String.valueOf(e.getMessage()), remedy, e);
        }
    }

    /** Reads the content of a file, which is here already. */
    static Wav of(Path file, byte[] content, String remedy) {
        return new Parser(file, ByteBuffer.wrap(content), remedy).parse();
    }

    /** Goes through the chunks of one file. */
    private record Parser(Path file, ByteBuffer bytes, String remedy) {

        Wav parse() {
            bytes.order(ByteOrder.LITTLE_ENDIAN);
            if (bytes.remaining() < 12 || !name(0).equals("RIFF") || !name(8).equals("WAVE")) {
                throw bad("a WAV file: \"RIFF\", a size, \"WAVE\"", "another beginning");
            }
            long said = Integer.toUnsignedLong(bytes.getInt(4)) + 8;
            if (said > bytes.limit()) {
                throw bad(said, bytes.limit(), "truncated");
            }
            if (said < bytes.limit()) {
                throw bad(said, bytes.limit(), "too long, or its size is damaged");
            }
            Integer rate = null;
            short[] samples = null;
            for (int at = 12; at < bytes.limit(); ) {
                if (bytes.limit() - at < 8) {
                    throw bad("a chunk's name and size", bytes.limit() - at + " bytes");
                }
                String name = name(at);
                long size = Integer.toUnsignedLong(bytes.getInt(at + 4));
                at += 8;
                if (size > bytes.limit() - at) {
                    throw bad(
                            "a chunk \"%s\" of %,d bytes".formatted(name, size),
                            "%,d bytes to the end: truncated or damaged".formatted(bytes.limit() - at));
                }
                if (name.equals("fmt ")) {
                    rate = rate(at, size);
                } else if (name.equals("data")) {
                    if (rate == null) {
                        throw bad("the chunk \"fmt \" before \"data\"", "none");
                    }
                    if (samples != null) {
                        throw bad("one chunk \"data\"", "a second one");
                    }
                    samples = samples(at, size);
                }
                at += (int) (size + (size & 1));
            }
            if (samples == null) {
                throw bad("a chunk \"data\"", "none");
            }
            return new Wav(rate, samples);
        }

        private int rate(int at, long size) {
            if (size < 16) {
                throw bad("a format of at least 16 bytes", size + " bytes");
            }
            int format = bytes.getShort(at) & 0xFFFF;
            int channels = bytes.getShort(at + 2) & 0xFFFF;
            int rate = bytes.getInt(at + 4);
            int second = bytes.getInt(at + 8);
            int block = bytes.getShort(at + 12) & 0xFFFF;
            int bits = bytes.getShort(at + 14) & 0xFFFF;
            if (format != PCM || channels != 1 || bits != 16) {
                throw bad(
                        "format 1 (PCM), 1 channel, 16 bits",
                        "format %d, %d channels, %d bits".formatted(format, channels, bits));
            }
            if (rate < 1_000 || rate > 384_000 || block != 2 || second != 2 * rate) {
                throw bad(
                        "2 bytes a sample and a rate of 1,000 to 384,000, twice that in bytes",
                        "%d bytes a sample, rate %d, %d bytes a second: damaged".formatted(block, rate, second));
            }
            return rate;
        }

        private short[] samples(int at, long size) {
            if (size % 2 != 0) {
                throw bad("whole samples of 2 bytes", "%,d bytes of samples".formatted(size));
            }
            short[] samples = new short[(int) (size / 2)];
            bytes.slice(at, (int) size)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asShortBuffer()
                    .get(samples);
            return samples;
        }

        private String name(int at) {
            byte[] letters = new byte[4];
            bytes.get(at, letters);
            return new String(letters, StandardCharsets.ISO_8859_1);
        }

        private DataException bad(long said, long found, String verdict) {
            return bad(
                    "%,d bytes, as its beginning says".formatted(said),
                    "%,d bytes: the file is %s".formatted(found, verdict));
        }

        private DataException bad(String expected, String found) {
            return new DataException(file, expected, found, remedy);
        }
    }
}
