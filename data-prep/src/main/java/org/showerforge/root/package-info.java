/**
 * ROOT files: numeric branches of TTrees, read without the ROOT framework and taken for hostile.
 *
 * <p>The format in short, all numbers big-endian. A file starts with a header that points to the
 * root directory and to the list of class descriptions (TStreamerInfo). A directory points to its
 * list of keys. A key (TKey) gives class, name, cycle, position and the packed and unpacked length
 * of a record; a packed record is a chain of compressed blocks of at most 16 MiB. The record of a
 * TTree holds its branches as streamed objects, whose layout the class descriptions give: each
 * branch lists its leaves (type and shape) and its baskets (position, length, first entry). A
 * basket is a record too: the values of a run of entries and, where entries differ in size, the
 * offsets at which they begin.
 *
 * <p>Start at {@link org.showerforge.root.RootFile}. The package depends on nothing else here but
 * {@link org.showerforge.UserException}; files come through {@link
 * org.showerforge.root.SeekableInput}.
 */
@NullMarked
package org.showerforge.root;

import org.jspecify.annotations.NullMarked;
