/**
 * HDF5 files of floating-point arrays, read in slabs and taken for hostile: nothing is allocated on
 * a file's word alone.
 */
@NullMarked
package org.showerforge.data.hdf5;

import org.jspecify.annotations.NullMarked;
